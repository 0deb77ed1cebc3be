// SPDX-License-Identifier: GPL-3.0-or-later
// Draws an SVG of resources/icons in colours of the current theme.
#pragma once

#include <QColor>
#include <QIconEngine>
#include <QPointer>
#include <QString>

#include <functional>

namespace ui {

// Queries its colour on every paint, so that a theme change needs no new icons.
class IconEngine : public QIconEngine
{
public:
    using Colour = std::function<QColor(QIcon::Mode, QIcon::State)>;
    // `colour` returns an invalid colour if the drawing keeps its own.
    IconEngine(QString name, Colour colour);

    void paint(QPainter *, const QRect &, QIcon::Mode, QIcon::State) override;
    QPixmap pixmap(const QSize &, QIcon::Mode, QIcon::State) override;
    QIconEngine *clone() const override;
    QString key() const override;
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }
    bool isNull() override { return false; }

private:
    QString m_name;
    Colour m_colour;
};

} // namespace ui
