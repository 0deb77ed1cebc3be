// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/image_view.h"

#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>

namespace ui {

namespace {
constexpr int factsHeight = 28;
constexpr int checker = 8;
} // namespace

ImageView::ImageView(Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Image"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ImageView::setImage(const QImage &image, const QString &facts)
{
    m_image = image;
    m_facts = facts;
    setAccessibleDescription(facts);
    update();
}

void ImageView::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.current();
    QPainter painter(this);
    painter.fillRect(rect(), t.panel);
    if (m_image.isNull())
        return;
    const QRect room = rect().adjusted(measure::margin, measure::margin, -measure::margin, -factsHeight);
    QSize size = m_image.size();
    if (size.width() > room.width() || size.height() > room.height())
        size.scale(room.size(), Qt::KeepAspectRatio);
    QRect target(QPoint(), size);
    target.moveCenter(room.center());
    if (m_image.hasAlphaChannel()) {
        painter.save();
        painter.setClipRect(target);
        painter.fillRect(target, t.ground);
        for (int y = 0; y * checker < target.height(); ++y) {
            for (int x = y % 2; x * checker < target.width(); x += 2)
                painter.fillRect(target.x() + x * checker, target.y() + y * checker, checker, checker, t.line);
        }
        painter.restore();
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(target, m_image);
    painter.setPen(t.dim);
    painter.setFont(m_theme.ui());
    painter.drawText(QRect(0, height() - factsHeight, width(), factsHeight), Qt::AlignCenter, m_facts);
}

void ImageView::copy() const { QGuiApplication::clipboard()->setImage(m_image); }

void ImageView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy();
    QWidget::keyPressEvent(event);
}

bool ImageView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void ImageView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy image"), this, &ImageView::copy);
    if (!actions().isEmpty()) {
        menu.addSeparator();
        menu.addActions(actions());
    }
    menu.exec(event->globalPos());
}

} // namespace ui
