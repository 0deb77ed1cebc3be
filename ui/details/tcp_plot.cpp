// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/tcp_plot.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {

namespace {

constexpr int highest = 90, lowest = 38, titleHeight = 16, axisHeight = 16, least = 4;   // pixels
constexpr base::Duration shortest = 1'000;                                     // ns that can be shown
constexpr double wheelStep = 1.25;

} // namespace

TcpPlot::TcpPlot(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("TCP over time"));
    setToolTip(tr("Wheel or drag: zoom. Double click: everything."));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TcpPlot::setCurves(std::vector<TcpCurve> curves, base::Time exchangeBegin, base::Time exchangeEnd, bool same)
{
    const bool whole = m_begin == m_first && m_end == m_last;
    m_curves = std::move(curves);
    m_exchangeBegin = exchangeBegin;
    m_exchangeEnd = std::max(exchangeBegin, exchangeEnd);
    m_first = m_last = 0;
    for (const TcpCurve &curve : m_curves) {
        m_first = m_first == 0 ? curve.points.front().time : std::min(m_first, curve.points.front().time);
        m_last = std::max(m_last, curve.points.back().time);
    }
    if (!same || whole || m_begin >= m_last || m_end <= m_first)
        showAll();
    if (!same)
        read({});
    updateGeometry();
    update();
}

int TcpPlot::plots() const
{
    return int(std::ranges::count_if(m_curves, [](const TcpCurve &curve) { return !curve.second; }));
}

QSize TcpPlot::sizeHint() const { return { 320, plots() * highest + axisHeight + measure::step }; }
QSize TcpPlot::minimumSizeHint() const { return { 160, plots() * lowest + axisHeight + measure::step }; }

QRect TcpPlot::plot(int number) const
{
    const int plotHeight = std::clamp((height() - axisHeight - measure::step) / std::max(1, plots()), lowest, highest);
    return { measure::margin, number * plotHeight + titleHeight, std::max(1, width() - 2 * measure::margin), plotHeight - titleHeight - 2 };
}

base::Time TcpPlot::timeAt(int x) const
{
    const QRect room = plot(0);
    return m_begin + base::Time(double(m_end - m_begin) * (x - room.left()) / room.width());
}

int TcpPlot::placeOf(base::Time time) const
{
    const QRect room = plot(0);
    if (m_end <= m_begin)
        return room.left();
    const double part = double(time - m_begin) / double(m_end - m_begin);
    return room.left() + int(std::lround(std::clamp(part, -10.0, 10.0) * room.width()));
}

void TcpPlot::showAll()
{
    m_begin = m_first;
    m_end = m_last;
    update();
}

void TcpPlot::showRange(base::Time begin, base::Time end)
{
    const base::Duration length = std::clamp<base::Duration>(end - begin, std::min(shortest, m_last - m_first), m_last - m_first);
    m_begin = std::clamp(begin, m_first, m_last - length);
    m_end = m_begin + length;
    update();
}

void TcpPlot::zoom(base::Time around, double factor)
{
    const double before = double(around - m_begin) / factor, after = double(m_end - around) / factor;
    showRange(around - base::Time(before), around + base::Time(after));
}

void TcpPlot::read(std::optional<base::Time> time)
{
    m_read = time && !m_curves.empty() ? std::optional(std::clamp(*time, m_first, m_last)) : std::nullopt;
    setAccessibleDescription(readOff());
    update();
}

QString TcpPlot::legend(size_t first, size_t end) const
{
    QStringList parts;
    for (size_t i = first; i < end; ++i) {
        const TcpCurve &curve = m_curves[i];
        parts << (m_read ? QStringLiteral("%1 %2").arg(curve.name, valueText(curve.unit, valueAt(curve, *m_read))) : curve.name);
    }
    return parts.join(QStringLiteral(" · "));
}

QString TcpPlot::readOff() const
{
    if (!m_read)
        return {};
    QStringList lines { tr("%1 after the first figure").arg(durationText(*m_read - m_first)) };
    for (size_t first = 0, end = 0; first < m_curves.size(); first = end) {
        for (end = first + 1; end < m_curves.size() && m_curves[end].second; ++end) {
        }
        lines << legend(first, end);
    }
    return lines.join(QLatin1Char('\n'));
}

void TcpPlot::paintEvent(QPaintEvent *)
{
    if (m_curves.empty())
        return;
    const Tokens &tokens = m_theme.current();
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    const int last = plots() - 1;
    if (m_exchangeBegin > 0) {
        QColor ground = tokens.accent;
        ground.setAlpha(40);
        const int from = placeOf(m_exchangeBegin), to = std::max(from + 2, placeOf(m_exchangeEnd));
        painter.fillRect(QRect(from, plot(0).top(), to - from, plot(last).bottom() - plot(0).top()) & rect().adjusted(measure::margin, 0, -measure::margin, 0), ground);
    }
    int number = 0;
    for (size_t first = 0, end = 0; first < m_curves.size(); first = end, ++number) {
        for (end = first + 1; end < m_curves.size() && m_curves[end].second; ++end) {
        }
        paintPlot(painter, number, first, end);
    }
    const QRect axis(plot(0).left(), plot(last).bottom() + 2, plot(0).width(), axisHeight);
    painter.setFont(m_theme.small());
    painter.setPen(tokens.dim);
    painter.drawText(axis, int(Qt::AlignLeft | Qt::AlignVCenter), timeText(m_begin));
    painter.drawText(axis, int(Qt::AlignRight | Qt::AlignVCenter), tr("%1 long").arg(durationText(m_end - m_begin)));
    if (m_read && *m_read >= m_begin && *m_read <= m_end)
        painter.fillRect(placeOf(*m_read), plot(0).top(), 1, plot(last).bottom() - plot(0).top(), tokens.text);
    if (m_drag) {
        QColor ground = tokens.text;
        ground.setAlpha(40);
        const auto [low, high] = std::minmax(m_drag->first, m_drag->second);
        painter.fillRect(low, 0, high - low, height(), ground);
    }
}

void TcpPlot::paintPlot(QPainter &painter, int number, size_t first, size_t end) const
{
    const Tokens &tokens = m_theme.current();
    const QRect room = plot(number), title(room.left(), room.top() - titleHeight, room.width(), titleHeight);
    double top = 0;
    for (size_t i = first; i < end; ++i)
        for (const TcpCurve::Point &point : m_curves[i].points)
            top = std::max(top, point.value);
    painter.fillRect(room.left(), room.bottom(), room.width(), 1, tokens.line);
    painter.setFont(m_theme.small());
    painter.setPen(m_read ? tokens.text : tokens.dim);
    painter.drawText(title, int(Qt::AlignLeft | Qt::AlignVCenter), legend(first, end));
    painter.setPen(tokens.dim);
    painter.drawText(title, int(Qt::AlignRight | Qt::AlignVCenter), tr("at most %1").arg(valueText(m_curves[first].unit, top)));
    painter.save();
    painter.setClipRect(room);
    painter.setRenderHint(QPainter::Antialiasing);
    for (size_t i = first; i < end; ++i)
        paintCurve(painter, room, m_curves[i], top, i > first ? tokens.violet : m_curves[i].unit == TcpCurve::Unit::Count ? tokens.bad : tokens.receive);
    painter.restore();
}

void TcpPlot::paintCurve(QPainter &painter, const QRect &room, const TcpCurve &curve, double top, const QColor &colour) const
{
    const auto place = [&](const TcpCurve::Point &point) {
        const double y = top > 0 ? point.value / top : 0;
        return QPointF(placeOf(point.time), room.bottom() - y * (room.height() - 3) - 1);
    };
    QPainterPath path(place(curve.points.front()));
    for (size_t i = 1; i < curve.points.size(); ++i) {
        const QPointF to = place(curve.points[i]);
        if (curve.steps)
            path.lineTo(path.currentPosition().x(), to.y());
        path.lineTo(to);
    }
    painter.setPen(QPen(colour, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void TcpPlot::wheelEvent(QWheelEvent *event)
{
    const int turned = event->angleDelta().y();
    if (m_curves.empty() || turned == 0)
        return QWidget::wheelEvent(event);
    zoom(timeAt(int(event->position().x())), turned > 0 ? wheelStep : 1 / wheelStep);
    event->accept();
}

void TcpPlot::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        m_drag.emplace(int(event->position().x()), int(event->position().x()));
}

void TcpPlot::mouseMoveEvent(QMouseEvent *event)
{
    const int x = int(event->position().x());
    if (m_drag)
        m_drag->second = x;
    read(timeAt(x));
}

void TcpPlot::mouseReleaseEvent(QMouseEvent *event)
{
    const auto drag = std::exchange(m_drag, std::nullopt);
    const int to = int(event->position().x());
    if (event->button() == Qt::LeftButton && drag && std::abs(drag->first - to) >= least) {
        const int low = std::min(drag->first, to), high = std::max(drag->first, to);
        showRange(timeAt(low), timeAt(high));
    }
    update();
}

void TcpPlot::mouseDoubleClickEvent(QMouseEvent *) { showAll(); }

void TcpPlot::keyPressEvent(QKeyEvent *event)
{
    const base::Time step = std::max<base::Time>((m_end - m_begin) / 50, 1);
    const base::Time at = m_read.value_or(m_begin + (m_end - m_begin) / 2);
    switch (event->key()) {
    case Qt::Key_Left:
        return read(at - step);
    case Qt::Key_Right:
        return read(at + step);
    case Qt::Key_Plus:
        return zoom(at, 2);
    case Qt::Key_Minus:
        return zoom(at, 0.5);
    case Qt::Key_0:
        return showAll();
    default:
        QWidget::keyPressEvent(event);
    }
}

void TcpPlot::leaveEvent(QEvent *) { read({}); }

} // namespace ui
