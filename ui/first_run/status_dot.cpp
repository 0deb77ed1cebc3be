// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/status_dot.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace ui {

StatusDot::StatusDot(Theme &theme, QColor Tokens::*colour, bool hollow, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_colour(colour), m_hollow(hollow)
{
    setFixedSize(measure::statusDot + 2, 18); // aligned with the first line of text beside it
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatusDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = m_theme.current().*m_colour;
    const QRectF circle(1, (height() - measure::statusDot) / 2.0, measure::statusDot, measure::statusDot);
    if (m_hollow) {
        painter.setPen(QPen(colour, 1.5));
        painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75));
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(circle);
    }
}

} // namespace ui
