// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/timing_bars.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::TimingBars)
};

} // namespace

namespace {
constexpr int rowHeight = 20;
constexpr int barHeight = 10;
constexpr int labelWidth = 148; // same as the name column of the lists below
constexpr int timeWidth = 84;
constexpr int top = 8;
} // namespace

std::vector<TimingBar> timingBars(const exchange::Timing &timing, base::Side side, const QString &tlsProtocol)
{
    const bool server = side == base::Side::Server;
    const struct {
        QString label;
        base::Duration length;
        QColor Tokens::*colour;
    } phases[] = {
        {QStringLiteral("DNS"), timing.dns, &Tokens::dns},
        {Words::tr("Connect"), timing.connect, &Tokens::connect},
        {tlsProtocol.isEmpty() ? QStringLiteral("TLS") : tlsProtocol, timing.tls, &Tokens::tls},
        {server ? Words::tr("Receiving") : Words::tr("Sending"), timing.send, &Tokens::send},
        {server ? Words::tr("Preparing the response") : Words::tr("Waiting for server"), timing.wait, &Tokens::wait},
        {server ? Words::tr("Answering") : Words::tr("Receiving"), timing.receive, &Tokens::receive},
    };
    std::vector<TimingBar> bars;
    base::Duration at = 0;
    for (const auto &phase : phases) {
        if (phase.length < 0)
            continue;
        bars.push_back({phase.label, at, phase.length, phase.colour});
        at += phase.length;
    }
    return bars;
}

TimingBars::TimingBars(Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Timing"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TimingBars::setBars(std::vector<TimingBar> bars)
{
    m_bars = std::move(bars);
    setAccessibleDescription(text());
    setVisible(!m_bars.empty());
    updateGeometry();
    update();
}

QString TimingBars::text() const
{
    QStringList lines;
    for (const TimingBar &bar : m_bars)
        lines << QStringLiteral("%1: %2").arg(bar.label, durationText(bar.length));
    return lines.join(QLatin1Char('\n'));
}

QSize TimingBars::sizeHint() const { return {400, m_bars.empty() ? 0 : top + int(m_bars.size()) * rowHeight}; }

QSize TimingBars::minimumSizeHint() const { return {labelWidth + timeWidth + 60, sizeHint().height()}; }

void TimingBars::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.current();
    QPainter painter(this);
    base::Duration total = 1;
    for (const TimingBar &bar : m_bars)
        total = std::max(total, bar.start + bar.length);
    const int left = measure::margin + labelWidth;
    const int room = std::max(20, width() - left - timeWidth - measure::margin);
    for (int i = 0; i < int(m_bars.size()); ++i) {
        const TimingBar &bar = m_bars[size_t(i)];
        const QRect row(0, top + i * rowHeight, width(), rowHeight);
        painter.setFont(m_theme.ui());
        painter.setPen(t.dim);
        painter.drawText(row.adjusted(measure::margin, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, bar.label);
        const qreal x = left + double(bar.start) / double(total) * room;
        const qreal w = std::max(2.0, double(bar.length) / double(total) * room);
        painter.fillRect(QRectF(std::min(x, double(left + room) - w), row.y() + (rowHeight - barHeight) / 2.0, w, barHeight), t.*bar.colour);
        painter.setFont(m_theme.mono());
        painter.setPen(t.text);
        painter.drawText(row.adjusted(0, 0, -measure::margin, 0), Qt::AlignVCenter | Qt::AlignRight, durationText(bar.length));
    }
    if (hasFocus()) {
        painter.setPen(t.accent);
        painter.drawRect(rect().adjusted(4, 2, -5, -1));
    }
}

void TimingBars::copy() const { QGuiApplication::clipboard()->setText(text()); }

void TimingBars::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy();
    QWidget::keyPressEvent(event);
}

bool TimingBars::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void TimingBars::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy times"), this, &TimingBars::copy);
    menu.exec(event->globalPos());
}

} // namespace ui
