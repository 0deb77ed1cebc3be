// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/status_line.h"

#include "ui/models/format.h"
#include "ui/text/elided_label.h"
#include "ui/workspace/workspace.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

constexpr int tickMs = 500;
constexpr qint64 rateOverMs = 3000;
constexpr int quietAfterMs = 8000;

} // namespace

StatusLine::StatusLine(const Theme &theme, Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_workspace(workspace)
    , m_state(label("state"))
    , m_rows(label("rows"))
    , m_rate(label("rate"))
    , m_bytes(label("bytes"))
    , m_lost(label("lost"))
    , m_masked(label("masked"))
    , m_hooks(label<ElidedLabel>("hooks"))
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(measure::status + 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(measure::margin + 14, 1, measure::margin, 0);
    layout->setSpacing(20);
    for (QLabel *part : { m_state, m_masked, m_rows, m_rate, m_bytes, m_lost })
        layout->addWidget(part);
    m_hooks->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_hooks, 1);
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &StatusLine::tick);
    m_timer.start();
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietAfterMs);
    connect(&m_quiet, &QTimer::timeout, this, &StatusLine::showHooks);
    connect(&workspace, &Workspace::countsChanged, this, &StatusLine::showRows);
    connect(&workspace, &Workspace::pausedChanged, this, &StatusLine::tick);
    connect(&workspace, &Workspace::maskedChanged, this, &StatusLine::tick);
    m_masked->setToolTip(tr("Secrets are masked in everything shown, and in what is copied (Ctrl+M)"));
    connect(&workspace.capture(), &CaptureController::hooksChanged, this, &StatusLine::setHooks);
    connect(&workspace.capture(), &CaptureController::phaseChanged, this, [this] {
        m_history.clear();
        tick();
        if (!m_quiet.isActive())
            showHooks();
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

void StatusLine::showRows()
{
    const uint32_t shown = m_workspace.exchanges().shown(), total = m_workspace.exchanges().total();
    const size_t searched = m_workspace.unsearched();
    const QString rest = shown != total ? tr("of %1 shown").arg(countText(total)) : total == 1 ? tr("exchange") : tr("exchanges");
    m_rows->setText(emphasised(countText(shown), searched > 0 ? tr("%1, %2 to search").arg(rest, countText(searched)) : rest));
    m_bytes->setText(sizeText(m_workspace.store().capturedBytes()));
    m_bytes->setToolTip(tr("Payload captured"));
    m_masked->setVisible(m_workspace.isMasked());
    m_masked->setText(emphasised(m_workspace.capture().isMaskStuck() ? tr("Nothing shown: no masking rules") : m_workspace.capture().isMasking() ? tr("Masking …") : tr("Masked"), {}));
    showLosses();
}

void StatusLine::setHooks(const QString &hooks)
{
    m_hooksTip = hooks.isEmpty() ? QString() : tr("Kernel hooks in use: %1").arg(hooks);
    if (!m_quiet.isActive())
        showHooks();
}

void StatusLine::say(const QString &words)
{
    m_hooks->setFullText(words);
    m_quiet.start();
}

// Their names mean nothing to most people; who asks finds them in the tooltip.
void StatusLine::showHooks()
{
    const bool capturing = m_workspace.capture().phase() == Phase::Capturing && !m_hooksTip.isEmpty();
    m_hooks->setFullText(capturing ? tr("Probes in place") : QString(), m_hooksTip);
}

void StatusLine::showLosses()
{
    uint64_t events = 0, bytes = 0;
    QString causes;
    for (const auto &loss : m_workspace.store().losses()) {
        events += loss.events;
        bytes += loss.bytes;
        if (loss.events || loss.bytes)
            causes += QLatin1Char('\n') + tr("%1: %2 events, %3").arg(text(loss.cause), countText(loss.events), sizeText(loss.bytes));
    }
    const QString count = countText(events);
    if (events || bytes) {
        m_lost->setText(QStringLiteral("<b style=\"color:%1; font-weight:600\">%2</b>")
                            .arg(m_theme.current().bad.name(), (events ? tr("%1 lost").arg(count) : tr("%1 lost").arg(sizeText(bytes))).toHtmlEscaped()));
        m_lost->setToolTip(tr("Events not captured, by cause:%1").arg(causes));
    } else {
        m_lost->setText(emphasised(QStringLiteral("0"), tr("lost")));
        m_lost->setToolTip(tr("Nothing was lost."));
    }
}

void StatusLine::tick()
{
    const CaptureController &capture = m_workspace.capture();
    const Phase phase = capture.phase();
    const bool any = m_workspace.exchanges().total() > 0;
    const QString clock = clockText(capture.capturingMs() / 1000);
    switch (phase) {
    case Phase::Idle:
        m_state->setText(capture.capturingMs() > 0 ? emphasised(tr("Stopped"), tr("after %1").arg(clock)) : emphasised(tr("Not capturing"), {}));
        break;
    case Phase::Starting:
        m_state->setText(emphasised(tr("Starting"), tr("the helper")));
        break;
    case Phase::Capturing:
        m_state->setText(emphasised(tr("Capturing"), m_workspace.exchanges().isPaused() ? tr("%1, display paused").arg(clock) : clock));
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
    m_lost->setVisible(live || any);
    m_bytes->setVisible(live || any);
    m_rows->setVisible(live || any);
    if (live) {
        const qint64 now = capture.capturingMs();
        m_history.emplace_back(now, m_workspace.captured());
        while (m_history.size() > 2 && now - m_history.front().first > rateOverMs)
            m_history.pop_front();
        const auto [then, before] = m_history.front();
        // Fewer, once calls have been joined whose halves were counted before.
        const uint32_t more = m_workspace.captured() - std::min(before, m_workspace.captured());
        const double rate = now > then ? double(more) * 1000.0 / double(now - then) : 0.0;
        m_rate->setText(tr("%1 exchanges/s").arg(rateText(rate)));
    }
    update();
    showRows();
}

void StatusLine::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    const Tokens &tokens = m_theme.current();
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, tokens.line);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_workspace.capture().phase() == Phase::Idle ? tokens.dim : m_workspace.capture().phase() == Phase::Capturing ? tokens.bad : tokens.notice);
    painter.drawEllipse(QRectF(measure::margin, (height() - measure::statusDot) / 2.0 + 0.5, measure::statusDot, measure::statusDot));
}

} // namespace ui
