// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session_clock.h"

#include <QRegularExpression>
#include <QTest>

using namespace session;

namespace {

constexpr int64_t second = 1'000'000'000;
constexpr int64_t noon = 1'700'000'000 * second; // the time of day when the capture starts
constexpr int64_t asleep = 3600 * second;        // in the capture's middle

// The clocks of a machine that slept `before` the capture; boot time advances while it sleeps, monotonic time does not.
struct Machine {
    int64_t before = 0, boot = 1000 * second, realtime = noon;
    int64_t monotonic = boot - before;
    void run(int64_t time) { boot += time, realtime += time, monotonic += time; }
    void sleep(int64_t time) { boot += time, realtime += time; }
    SessionClock clock(bool byBoot) const
    {
        wire::Started started;
        started.realtimeMinusClock = realtime - (byBoot ? boot : monotonic);
        started.bootMinusClock = byBoot ? 0 : boot - monotonic;
        SessionClock clock;
        clock.set(started);
        return clock;
    }
};

} // namespace

class TestSessionClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void keepsTheTimeOfDayAcrossASleep()
    {
        for (const int64_t before : {int64_t(0), 7 * asleep}) {
            Machine machine{.before = before};
            const SessionClock clock = machine.clock(true);
            QCOMPARE(clock.time(machine.boot), noon);
            machine.run(10 * second);
            machine.sleep(asleep);
            machine.run(5 * second);
            QCOMPARE(clock.time(machine.boot), machine.realtime);
            QCOMPARE(clock.timeOfBoot(uint64_t(machine.boot)), machine.realtime);
        }
    }

    void readsCapturesWhoseTimesAreMonotonic()
    {
        Machine machine{.before = 7 * asleep};
        const SessionClock clock = machine.clock(false);
        machine.run(10 * second);
        QCOMPARE(clock.time(machine.monotonic), machine.realtime);
        QCOMPARE(clock.timeOfBoot(uint64_t(machine.boot)), machine.realtime); // when a process started
    }

    // Somebody sets the clock, or it is set from the network: durations stay, and so does the order.
    void changesNoDurationWhenTheTimeOfDayIsSet()
    {
        Machine machine;
        const SessionClock clock = machine.clock(true);
        const base::Time begin = clock.time(machine.boot);
        machine.realtime -= asleep;
        machine.run(2 * second);
        QCOMPARE(clock.time(machine.boot) - begin, 2 * second);
    }

    void keepsWhatIsUnknown()
    {
        const SessionClock clock = Machine().clock(true);
        QCOMPARE(clock.time(0), base::Time(0));
        QCOMPARE(clock.timeOfBoot(0), base::Time(0));
    }
};

QTEST_GUILESS_MAIN(TestSessionClock)
#include "tst_session_clock.moc"
