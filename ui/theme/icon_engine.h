// SPDX-License-Identifier: GPL-3.0-or-later
// Draws one SVG of resources/icons in colours of the current theme.
#pragma once

#include <QColor>
#include <QIconEngine>
#include <QPointer>
#include <QString>

#include <functional>

namespace ui {

// Asks for its colour at each drawing, so that a change of theme needs no new icons.
class IconEngine : public QIconEngine
{
public:
    using Colour = std::function<QColor(QIcon::Mode, QIcon::State)>;
    // `colour` gives an invalid colour where the drawing keeps its own.
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
