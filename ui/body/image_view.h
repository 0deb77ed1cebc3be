// SPDX-License-Identifier: GPL-3.0-or-later
// A centred image, scaled down to fit but never enlarged; its properties below.
#pragma once

#include <QImage>
#include <QWidget>

namespace ui {

class Theme;

class ImageView : public QWidget
{
    Q_OBJECT
public:
    explicit ImageView(Theme &, QWidget *parent = nullptr);
    void setImage(const QImage &, const QString &facts);
    const QImage &image() const { return m_image; }
    QString facts() const { return m_facts; }

protected:
    void paintEvent(QPaintEvent *) override;
    void keyPressEvent(QKeyEvent *) override;
    void contextMenuEvent(QContextMenuEvent *) override;
    bool event(QEvent *) override;

private:
    void copy() const;

    Theme &m_theme;
    QImage m_image;
    QString m_facts;
};

} // namespace ui
