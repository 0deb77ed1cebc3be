// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace ui {

IconEngine::IconEngine(QString name, Colour colour) : m_name(std::move(name)), m_colour(std::move(colour)) {}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    const QColor colour = m_colour(mode, state);
    const QString cacheKey = QStringLiteral("ct-icon %1 %2 %3x%4").arg(m_name, colour.name()).arg(size.width()).arg(size.height());
    QPixmap pixmap;
    if (QPixmapCache::find(cacheKey, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/cleartap/icons/%1.svg").arg(m_name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    if (colour.isValid())
        svg.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer renderer(svg);
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const int side = qMin(size.width(), size.height());
    renderer.render(&painter, QRectF((size.width() - side) / 2.0, (size.height() - side) / 2.0, side, side));
    painter.end();
    QPixmapCache::insert(cacheKey, pixmap);
    return pixmap;
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    QPixmap sharp = pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state);
    sharp.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect.topLeft(), sharp);
}

QIconEngine *IconEngine::clone() const { return new IconEngine(*this); }

QString IconEngine::key() const { return QStringLiteral("cleartap"); }

} // namespace ui
