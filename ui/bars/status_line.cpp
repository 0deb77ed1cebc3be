// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/status_line.h"

#include "ui/models/format.h"
#include "ui/text/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

constexpr int tickMs = 500;
constexpr qint64 rateOverMs = 3000;
constexpr int quietAfterMs = 8000;

} // namespace

StatusLine::StatusLine(const Theme &theme, const CaptureController &capture, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_capture(capture)
    , m_state(label("state"))
    , m_rows(label("rows"))
    , m_rate(label("rate"))
    , m_bytes(label("bytes"))
    , m_lost(label("lost"))
    , m_hooks(label<ElidedLabel>("hooks"))
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(measure::status + 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(measure::margin + 14, 1, measure::margin, 0);
    layout->setSpacing(20);
    for (QLabel *part : { m_state, m_rows, m_rate, m_bytes, m_lost })
        layout->addWidget(part);
    m_hooks->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_hooks, 1);
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &StatusLine::tick);
    m_timer.start();
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietAfterMs);
    connect(&m_quiet, &QTimer::timeout, this, [this] { showAtRight(m_hooksText); });
    connect(&capture, &CaptureController::phaseChanged, this, [this] {
        m_history.clear();
        tick();
    });
    connect(&theme, &Theme::changed, this, &StatusLine::tick);
    tick();
}

template <typename Label> Label *StatusLine::label(const char *name)
{
    auto *made = new Label(this);
    made->setObjectName(QLatin1String(name));
    made->setProperty("role", QStringLiteral("dim"));
    QFont font = m_theme.ui();
    font.setPixelSize(12);
    made->setFont(font);
    return made;
}

QString StatusLine::emphasised(const QString &strong, const QString &rest) const
{
    return QStringLiteral("<b style=\"color:%1; font-weight:600\">%2</b> %3")
        .arg(m_theme.current().text.name(), strong.toHtmlEscaped(), rest.toHtmlEscaped());
}

void StatusLine::setRows(uint32_t shown, uint32_t total, size_t searched)
{
    m_shown = shown;
    m_total = total;
    m_searched = searched;
    QString rest = shown != total ? tr("of %1 shown").arg(countText(total)) : total == 1 ? tr("exchange") : tr("exchanges");
    if (searched > 0)
        rest += tr(", %1 to search").arg(countText(searched));
    m_rows->setText(emphasised(countText(shown), rest));
    m_bytes->setText(sizeText(m_capture.store().capturedBytes()));
    m_bytes->setToolTip(tr("Payload captured"));
    showLosses();
}

void StatusLine::setPaused(bool paused)
{
    m_paused = paused;
    tick();
}

void StatusLine::setHooks(const QString &hooks)
{
    m_hooksText = hooks;
    if (!m_quiet.isActive())
        showAtRight(hooks);
}

void StatusLine::say(const QString &words)
{
    showAtRight(words);
    m_quiet.start();
}

void StatusLine::showAtRight(const QString &words)
{
    m_hooks->setFullText(words, words == m_hooksText ? tr("Kernel hooks in use") : QString());
}

void StatusLine::showLosses()
{
    uint64_t events = 0, bytes = 0;
    QString causes;
    for (const auto &loss : m_capture.store().losses()) {
        events += loss.events;
        bytes += loss.bytes;
        if (loss.events || loss.bytes)
            causes += QLatin1Char('\n') + tr("%1: %2 events, %3").arg(text(loss.cause), countText(loss.events), sizeText(loss.bytes));
    }
    const QString count = countText(events);
    if (events || bytes) {
        m_lost->setText(QStringLiteral("<b style=\"color:%1; font-weight:600\">%2</b>")
                            .arg(m_theme.current().bad.name(), (events ? tr("%1 lost").arg(count) : tr("%1 lost").arg(sizeText(bytes))).toHtmlEscaped()));
        m_lost->setToolTip(tr("Events not captured, by cause:") + causes);
    } else {
        m_lost->setText(emphasised(QStringLiteral("0"), tr("lost")));
        m_lost->setToolTip(tr("Nothing was lost."));
    }
}

void StatusLine::tick()
{
    const Phase phase = m_capture.phase();
    const QString clock = clockText(m_capture.capturingMs() / 1000);
    switch (phase) {
    case Phase::Idle:
        m_state->setText(m_capture.capturingMs() > 0 ? emphasised(tr("Stopped"), tr("after %1").arg(clock)) : emphasised(tr("Not capturing"), {}));
        break;
    case Phase::Starting:
        m_state->setText(emphasised(tr("Starting"), tr("the helper")));
        break;
    case Phase::Capturing:
        m_state->setText(emphasised(tr("Capturing"), m_paused ? tr("%1, display paused").arg(clock) : clock));
        break;
    case Phase::Stopping:
        m_state->setText(emphasised(tr("Stopping"), clock));
        break;
    case Phase::Opening:
        m_state->setText(emphasised(tr("Opening"), {}));
        break;
    }
    const bool live = phase == Phase::Capturing;
    m_rate->setVisible(live);
    m_lost->setVisible(live || m_total > 0);
    m_bytes->setVisible(live || m_total > 0);
    m_rows->setVisible(live || m_total > 0);
    if (live) {
        const qint64 now = m_capture.capturingMs();
        m_history.emplace_back(now, m_capture.store().size());
        while (m_history.size() > 2 && now - m_history.front().first > rateOverMs)
            m_history.pop_front();
        const auto [then, before] = m_history.front();
        const double rate = now > then ? double(m_capture.store().size() - before) * 1000.0 / double(now - then) : 0.0;
        m_rate->setText(tr("%1 exchanges/s").arg(rateText(rate)));
    }
    update();
    setRows(m_shown, m_total, m_searched);
}

void StatusLine::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    const Tokens &tokens = m_theme.current();
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, tokens.line);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_capture.phase() == Phase::Idle ? tokens.dim : m_capture.phase() == Phase::Capturing ? tokens.bad : tokens.notice);
    painter.drawEllipse(QRectF(measure::margin, (height() - measure::statusDot) / 2.0 + 0.5, measure::statusDot, measure::statusDot));
}

} // namespace ui
