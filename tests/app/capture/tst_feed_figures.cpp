// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/feed_figures.h"

#include "tests/app/capture/frames.h"

#include <QTest>

using namespace capture;

namespace {

constexpr int64_t second = 1'000'000'000;

void take(FeedFigures &figures, const wire::Bytes &bytes)
{
    wire::FrameReader reader(bytes);
    while (const auto frame = reader.next().value())
        figures.take(*frame);
}

wire::Bytes started(int64_t realtimeMinusClock)
{
    wire::Started message;
    message.realtimeMinusClock = realtimeMinusClock;
    return frames::of(message);
}

wire::Bytes dataOf(int64_t time)
{
    wire::Data head;
    head.time = time;
    wire::Bytes out;
    encode(head, {}, out);
    return out;
}

wire::Bytes lost(uint8_t cause, uint64_t events) { return frames::of(wire::Losses{1, {{wire::LossPlace::Kernel, cause, events, 1}}}); }

} // namespace

class TestFeedFigures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsHowLateTheNewestDataCameByBothClocks()
    {
        FeedFigures figures;
        MachineState state;
        figures.begin(3 * second);   // its time of day is ahead
        take(figures, dataOf(7));    // before the clock is known
        figures.tell(0, 10, state);
        QCOMPARE(state.lagNs, int64_t(-1));
        take(figures, started(103 * second));
        take(figures, dataOf(5 * second));   // at 108 there, 105 here
        take(figures, dataOf(6 * second));
        figures.tell(107 * second + 1, 20, state);
        QCOMPARE(state.lagNs, second + 1);
        QCOMPARE(state.receivedBytes, uint64_t(30));
        figures.tell(500 * second, 0, state);   // nothing new
        QCOMPARE(state.lagNs, second + 1);
        take(figures, dataOf(600 * second));    // its clock went ahead since it was measured
        figures.tell(501 * second, 0, state);
        QCOMPARE(state.lagNs, int64_t(0));
    }
    void sumsLossesOverCausesAndSessions()
    {
        FeedFigures figures;
        MachineState state;
        figures.begin(0);
        take(figures, lost(0, 2));
        take(figures, lost(0, 5));   // a total
        take(figures, lost(1, 1));
        figures.tell(0, 0, state);
        QCOMPARE(state.lostEvents, uint64_t(6));
        figures.begin(0);
        take(figures, lost(0, 1));
        figures.tell(0, 0, state);
        QCOMPARE(state.lostEvents, uint64_t(7));
    }
};

QTEST_GUILESS_MAIN(TestFeedFigures)
#include "tst_feed_figures.moc"
