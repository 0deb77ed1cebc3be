// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/watched_application.h"

#include "tests/support/processor_time.h"

#include <QEvent>
#include <QEventLoop>
#include <QMetaEnum>
#include <QThread>
#include <QTimer>

#include <chrono>

namespace bench {

namespace {

double clockSeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

Stopwatch::Stopwatch()
    : m_processor(support::threadSeconds())
    , m_clock(clockSeconds())
{
}

Stretch Stopwatch::read() const
{
    return {(support::threadSeconds() - m_processor) * 1e3, (clockSeconds() - m_clock) * 1e3};
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (m_depth > 0 || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    const QEvent::Type type = event->type();
    const char *const name = receiver->metaObject()->className();
    const Stopwatch watch;
    ++m_depth;
    const bool handled = QApplication::notify(receiver, event);
    --m_depth;
    if (const Stretch took = watch.read(); took.processorMs > m_longest.processorMs) {
        m_longest = took;
        m_longestName = QStringLiteral("%1 %2").arg(QLatin1String(name), QLatin1String(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)));
    }
    return handled;
}

bool WatchedApplication::until(const std::function<bool()> &condition, double seconds)
{
    const double end = clockSeconds() + seconds;
    QTimer tick;    // or waiting for events would not end
    tick.start(2);
    while (!condition()) {
        if (clockSeconds() > end)
            return false;
        processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

void WatchedApplication::spend(double seconds)
{
    QEventLoop loop;   // without a tick: an idle thread sleeps
    QTimer::singleShot(int(seconds * 1e3), &loop, &QEventLoop::quit);
    loop.exec();
}

void WatchedApplication::settle()
{
    constexpr double lookMs = 100, busyMs = 3;
    until([this] {
        const Stopwatch watch;
        spend(lookMs / 1e3);
        return watch.read().processorMs < busyMs;
    });
}

} // namespace bench
