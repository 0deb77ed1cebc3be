// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/flow_table.h"
#include "tests/app/session/script.h"

#include <QRegularExpression>
#include <QTest>

#include <malloc.h>

using namespace session;

namespace {

constexpr int lives = 100'000;
constexpr auto closed = wire::TcpState::Close, established = wire::TcpState::Established, finWait2 = wire::TcpState::FinWait2;

// Feeds a pipeline with the output of scripts, one after the other.
struct Live {
    Live()
    {
        Script start;
        take(start);
    }
    void take(const Script &script)
    {
        wire::FrameReader reader(script.bytes());
        while (const auto frame = reader.next().value())
            pipeline.take(*frame, 1000);
        pipeline.drain();
    }
    Pipeline pipeline{nullptr, std::make_shared<DerivedFile>()};
};

wire::Socket unixSocket(uint64_t flow, uint32_t pid, int64_t time)
{
    wire::Socket message;
    message.time = time;
    message.flow = flow;
    message.pid = pid;
    message.family = 1;
    message.role = wire::Role::Client;
    message.state = established;
    message.fromStart = 1;
    return message;
}

wire::State state(uint64_t flow, int64_t time, wire::TcpState from, wire::TcpState to)
{
    wire::State message;
    message.time = time;
    message.flow = flow;
    message.oldState = from;
    message.newState = to;
    return message;
}

}

class TestLiveTables : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void forgetsAHundredThousandUnixConnectionsThatAreFreed()
    {
        Live live;
        size_t most = 0;
        for (int64_t i = 1; i <= lives; ++i) {
            Script script(Script::Clock::Later);
            script.wait(i);
            script.add(unixSocket(uint64_t(i), 50, i * 1'000'000)).sent(uint64_t(i), "PING\r\n", 0, 50);
            script.add(state(uint64_t(i), i * 1'000'000, closed, closed));
            live.take(script);
            most = std::max(most, live.pipeline.sizes().flows + live.pipeline.sizes().connections);
        }
        const Pipeline::Sizes left = live.pipeline.sizes();
        qInfo("%d lives: %zu flows and connections at most, %zu left", lives, most, left.flows + left.connections);
        QVERIFY(most < 10);
        QCOMPARE(left.flows, size_t(0));
        QCOMPARE(left.connections, size_t(0));
        QCOMPARE(left.looked, size_t(0));
    }

    void forgetsAHundredThousandProcessesWithTlsThatIsNeverFreed()
    {
        Live live;
        Pipeline::Sizes most{};
        for (int64_t i = 1; i <= lives; ++i) {
            const uint32_t pid = 1000 + uint32_t(i);
            Script script(Script::Clock::Later);
            script.wait(i).process(pid, "curl", 0);
            wire::Coverage coverage;
            coverage.time = i * 1'000'000;
            coverage.pid = pid;
            coverage.state = wire::CoverageState::Readable;
            coverage.library = "OpenSSL";
            script.add(coverage).sent(0, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", uint64_t(i), pid);
            script.add(wire::ProcessExit{i * 1'000'000, pid, 0});
            live.take(script);
            const Pipeline::Sizes now = live.pipeline.sizes();
            most = {std::max(most.flows, now.flows), std::max(most.objects, now.objects), std::max(most.connections, now.connections),
                    std::max(most.processes, now.processes), std::max(most.libraries, now.libraries), 0};
        }
        qInfo("at most %zu objects, %zu connections, %zu processes, %zu libraries", most.objects, most.connections, most.processes,
              most.libraries);
        QVERIFY(most.objects < 10 && most.connections < 10 && most.processes < 10);
        QVERIFY(most.libraries < 20'000);   // they are kept for ten seconds
        QCOMPARE(live.pipeline.sizes().objects, size_t(0));
    }

    void looksAtNoneOfTheConnectionsThatAreIdle()
    {
        Live live;
        constexpr uint64_t idle = 50'000;
        const size_t before = mallinfo2().uordblks;
        for (uint64_t i = 1; i <= idle; ++i) {
            Script script(Script::Clock::Later);
            script.add(unixSocket(i, 50, 1'000'000)).sent(i, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0, 50);
            live.take(script);
        }
        QCOMPARE(live.pipeline.sizes().flows, idle);
        QCOMPARE(live.pipeline.sizes().looked, size_t(0));
        qInfo("%zu bytes an idle connection with its exchange", (mallinfo2().uordblks - before) / idle);
    }

    void endsUnixConnectionsWithTheProcessThatUsedThemLast()
    {
        Live live;
        Script script(Script::Clock::Later);
        for (uint64_t i = 1; i <= 100; ++i)
            script.add(unixSocket(i, 50, 1'000'000)).sent(i, "PING\r\n", 0, 50);
        script.sent(1, "PING\r\n", 0, 51);   // was passed on
        script.add(wire::ProcessExit{200'000'000, 50, 0});
        live.take(script);
        live.pipeline.passed(1'100'000'000);
        live.pipeline.drain();
        QCOMPARE(live.pipeline.sizes().flows, size_t(100));
        live.pipeline.passed(2'000'000'000);
        live.pipeline.drain();
        QCOMPARE(live.pipeline.sizes().flows, size_t(1));
    }

    void endsTheQuietestConnectionWhereThereAreTooMany()
    {
        DerivedFile derived;
        exchange::Builder builder(derived);
        CoverageTable coverage(builder);
        FlowTable flows(builder, 100);
        for (base::FlowId id = 1; id <= 1000; ++id) {
            flows.use(id, 50);
            flows.use(1, 50);   // in use all the time
        }
        QCOMPARE(flows.size(), size_t(100));
        QVERIFY(flows.peek(1));
        QVERIFY(flows.peek(1000));
        QVERIFY(!flows.peek(2));
        QCOMPARE(flows.settle(0, false, coverage).size(), size_t(900));
        const std::vector<exchange::Loss> losses = builder.drain().losses;
        QCOMPARE(losses.size(), size_t(1));
        QCOMPARE(losses[0].events, uint64_t(900));
    }

    // The kernel closes at once; the program reads the rest at any time.
    void keepsTheTailThatIsReadLongAfterTheClose_data()
    {
        QTest::addColumn<bool>("told");
        QTest::newRow("by the kernel's count") << false;
        QTest::newRow("by the helper's word") << true;
    }

    void keepsTheTailThatIsReadLongAfterTheClose()
    {
        QFETCH(bool, told);
        const std::string head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
        Script script;
        script.process(100, "client").socket(7, 100).sent(7, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").received(7, head);
        wire::State close;
        close.time = 10'000'000;
        close.flow = 7;
        close.oldState = finWait2;
        close.newState = closed;
        close.received = head.size();
        close.tcp.srttUs = 100;
        close.tcp.bytesReceived = told ? 0 : head.size() + 4 + 1;   // the tail, and the FIN
        script.add(close);
        if (told)
            script.add(wire::Unread{close.time, 7, 4});
        script.wait(told ? 500'000 : 5000).process(200, "other").received(7, "tail");
        script.add(state(7, told ? 600'000'000'000 : 6'000'000'000, closed, closed));
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.connections.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).response.bodyBytes, uint64_t(4));
        QCOMPARE(outcome.exchanges.at(0).state, exchange::State::Complete);
    }
};

QTEST_GUILESS_MAIN(TestLiveTables)
#include "tst_live_tables.moc"
