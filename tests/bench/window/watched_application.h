// SPDX-License-Identifier: GPL-3.0-or-later
// An application that measures how long each event occupies the window's thread: processor time, since the machine may
// be busy, and the clock.
#pragma once

#include <QApplication>
#include <QString>

#include <functional>

namespace bench {

struct Stretch {
    double processorMs = 0, clockMs = 0;
};

class Stopwatch
{
public:
    Stopwatch();
    Stretch read() const;

private:
    double m_processor, m_clock;   // seconds
};

class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;
    bool notify(QObject *, QEvent *) override;

    void forgetLongest() { m_longest = {}; m_longestName.clear(); }
    Stretch longest() const { return m_longest; }
    QString longestName() const { return m_longestName; }   // receiver and event

    // Handles events until the condition holds; false after `seconds`.
    bool until(const std::function<bool()> &, double seconds = 120);
    // Until the thread has had nothing to do for a while.
    void settle();
    // Some time, whatever happens.
    void spend(double seconds);

private:
    int m_depth = 0;
    Stretch m_longest;
    QString m_longestName;
};

} // namespace bench
