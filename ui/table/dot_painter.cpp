// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/dot_painter.h"

#include <QPainter>

namespace ui {

void paintStatusDot(QPainter &painter, QPointF centre, DotState lamp, const Tokens &tokens)
{
    const double radius = measure::statusDot / 2.0;
    const QRectF box(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    switch (lamp) {
    case DotState::Complete:
        painter.setBrush(tokens.good);
        painter.drawEllipse(box);
        break;
    case DotState::Failed:
        painter.setBrush(tokens.bad);
        painter.drawEllipse(box);
        break;
    case DotState::Odd:
        painter.setBrush(tokens.notice);
        painter.drawEllipse(box);
        break;
    case DotState::InProgress:
        painter.setPen(QPen(tokens.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(box.adjusted(1, 1, -1, -1));
        break;
    case DotState::NotReadable:
        painter.setBrush(tokens.dim);
        painter.drawRoundedRect(box, 1.5, 1.5);
        break;
    case DotState::Cut:
        painter.setPen(QPen(tokens.notice, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75));
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.notice);
        painter.drawPie(box.adjusted(0.75, 0.75, -0.75, -0.75), 90 * 16, 180 * 16);
        break;
    }
    painter.restore();
}

} // namespace ui
