// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/rate_chart.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

constexpr int labelHeight = 16, widestBar = 14, narrowest = 130;   // narrowest: both labels below fit

} // namespace

RateChart::RateChart(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    setMinimumHeight(60);
    setAccessibleName(tr("Exchanges a second"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RateChart::setTimes(const TimeBuckets &times)
{
    m_times = times;
    setAccessibleDescription(readOff(plot().right()));
    update();
}

QRect RateChart::plot() const { return rect().adjusted(measure::margin, labelHeight, -measure::margin, -labelHeight); }

int RateChart::bucketAt(int x) const
{
    const auto count = int(m_times.buckets().size());
    const QRect room = plot();
    if (count == 0 || x < room.left() || x > room.right())
        return -1;
    const int width = std::max(1, std::min(widestBar * count, room.width()));
    const int at = (x - room.left()) * count / width;
    return at < count ? at : -1;
}

QString RateChart::readOff(int x) const
{
    const int at = bucketAt(x);
    if (at < 0)
        return {};
    const TimeBuckets::Bucket &bucket = m_times.buckets()[size_t(at)];
    const double seconds = double(m_times.width()) / 1e9;
    const QString when = timeText(m_times.begin() + at * m_times.width()).section(QLatin1Char('.'), 0, 0);
    const QString rate = rateText(bucket.exchanges / seconds), size = sizeText(uint64_t(double(bucket.bytes) / seconds));
    return bucket.errors > 0 ? tr("%1 · %2/s · %3 errors · %4/s").arg(when, rate, countText(bucket.errors), size) : tr("%1 · %2/s · %3/s").arg(when, rate, size);
}

void RateChart::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.current();
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    const auto &buckets = m_times.buckets();
    const QRect room = plot();
    painter.setFont(m_theme.small());
    painter.setPen(tokens.dim);
    painter.fillRect(room.left(), room.bottom() + 1, room.width(), 1, tokens.line);
    if (buckets.empty())
        return;
    uint32_t most = 1;
    for (const auto &bucket : buckets)
        most = std::max(most, bucket.exchanges);
    // As many columns as there are pixels for: each shows its largest bucket.
    const auto count = int(buckets.size());
    const int width = std::min(widestBar * count, room.width());
    for (int at = 0; at < count; ++at) {
        const int left = room.left() + at * width / count, right = room.left() + (at + 1) * width / count;
        const auto height = [&](uint32_t value) { return value == 0 ? 0 : std::max(1, int(double(room.height()) * value / most)); };
        const int all = height(buckets[size_t(at)].exchanges), errors = height(buckets[size_t(at)].errors);
        const int bar = std::max(1, right - left - (right - left > 3 ? 1 : 0));
        painter.fillRect(left, room.bottom() + 1 - all, bar, all, at == m_hover ? tokens.text : tokens.receive);
        painter.fillRect(left, room.bottom() + 1 - errors, bar, errors, tokens.bad);
    }
    const double seconds = double(m_times.width()) / 1e9;
    const QRect above(room.left(), 0, room.width(), labelHeight), below(room.left(), room.bottom() + 2, room.width(), labelHeight);
    painter.drawText(above, int(Qt::AlignLeft | Qt::AlignVCenter), tr("%1/s at most").arg(rateText(most / seconds)));
    painter.drawText(below, int(Qt::AlignLeft | Qt::AlignVCenter), timeText(m_times.begin()).section(QLatin1Char('.'), 0, 0));
    const QRect end(room.left(), below.top(), std::max(width, narrowest), labelHeight);
    painter.drawText(end, int(Qt::AlignRight | Qt::AlignVCenter), timeText(m_times.begin() + count * m_times.width()).section(QLatin1Char('.'), 0, 0));
    if (m_hover >= 0 && m_hover < count) {
        painter.setPen(tokens.text);
        painter.drawText(above, int(Qt::AlignRight | Qt::AlignVCenter), readOff(room.left() + (2 * m_hover + 1) * width / (2 * count)));
    }
}

void RateChart::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = bucketAt(int(event->position().x()));
    update();
}

void RateChart::leaveEvent(QEvent *)
{
    m_hover = -1;
    update();
}

} // namespace ui
