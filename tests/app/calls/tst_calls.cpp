// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/calls.h"

#include "tests/app/calls/both_ends.h"

#include <QRegularExpression>
#include <QTest>

using namespace both_ends;
using calls::Lone;

class TestCalls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void joinsTheHalvesOfACallWhileItIsInProgress()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        const ExchangeId asked = capture.ask(client, "/a", 10);
        QVERIFY(capture.pass().empty());
        QCOMPARE(capture.calls().whyLone(asked), Lone::Awaited);
        const ExchangeId served = capture.ask(server, "/a", 12);
        QCOMPARE(capture.pass(), (std::vector{asked, served}));
        QCOMPARE(capture.calls().otherHalf(asked), served);
        QVERIFY(!capture.calls().isSecond(asked) && capture.calls().isSecond(served));
    }

    void saysThatTheOtherEndIsNotCaptured()
    {
        Capture capture;
        const ExchangeId asked = capture.ask(capture.connect(Side::Client, v4(1, 40000), {base::Family::V4, 443, {1, 1, 1, 1}}), "/", 10);
        capture.pass();
        QCOMPARE(capture.calls().whyLone(asked), Lone::OtherEndUnseen);
        QCOMPARE(capture.calls().otherHalf(asked), base::noId);
    }

    void joinsWhateverIsKnownFirst()
    {
        Capture capture;
        const auto ends = capture.tcp(40000);
        capture.connection(ends.second).sequences.reset();   // comes last
        capture.call(ends, "/a", 10);
        capture.call(ends, "/a", 20);
        capture.pass();
        capture.connection(ends.second).sequences = exchange::Sequences{capture.connection(ends.first).sequences->received, capture.connection(ends.first).sequences->sent};
        capture.pass();
        QCOMPARE(capture.joined(), "0+1 2+3");
    }

    void tellsPipelinedRequestsApartByTheirOrder()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        for (base::Time i = 0; i < 3; ++i)
            capture.ask(client, "/same", 10 + i);
        for (base::Time i = 0; i < 3; ++i)
            capture.ask(server, "/same", 20);
        capture.pass();
        QCOMPARE(capture.joined(), "0+3 1+4 2+5");
    }

    void joinsInterleavedStreamsByTheirNumbers()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        capture.connection(client).lostBytes = 1000;
        for (const uint64_t stream : {1, 3, 5})
            capture.exchange(capture.ask(client, "/same", 10, stream)).protocol = protocols::Protocol::Http2;
        for (const uint64_t stream : {5, 1})   // the one between was not captured there
            capture.exchange(capture.ask(server, "/same", 11, stream)).protocol = protocols::Protocol::Http2;
        capture.pass();
        QCOMPARE(capture.joined(), "0+4 1. 2+3");
    }

    void joinsAStreamWhoseHeadIsCompressedUnknownAtOneEnd()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        capture.exchange(capture.ask(client, "/a", 10, 9)).protocol = protocols::Protocol::Http2;
        exchange::Exchange &served = capture.exchange(capture.ask(server, "?", 11, 9));
        served.protocol = protocols::Protocol::Http2;
        served.method = "";
        capture.pass();
        QCOMPARE(capture.joined(), "0+1");
    }

    void joinsBothHalvesInOneProcessAndOnOneThread()
    {
        Capture capture;
        const auto ends = capture.local();
        const auto [asked, served] = capture.call(ends, "/self", 10);
        capture.exchange(asked).process = capture.exchange(served).process = 0;
        capture.exchange(asked).tid = capture.exchange(served).tid = 7;
        capture.pass();
        QCOMPARE(capture.joined(), "0+1");
    }

    // The second request was lost at the server: its third would be taken for the second.
    void joinsByTimeWhereOneEndLostARequest()
    {
        Capture capture;
        const auto ends = capture.tcp(40000);
        capture.call(ends, "/same", 10);
        const ExchangeId lost = capture.ask(ends.first, "/same", 20);
        capture.answer(lost, 28);
        capture.connection(ends.second).lostBytes = 100;
        capture.call(ends, "/same", 30);
        capture.pass();
        QCOMPARE(capture.joined(), "0+1 2. 3+4");
    }

    void noticesALossThatNothingReported()
    {
        Capture capture;
        const auto ends = capture.tcp(40000);
        capture.call(ends, "/same", 10);
        capture.answer(capture.ask(ends.first, "/same", 20), 28);   // 2: the server's half is missing
        capture.call(ends, "/same", 30);
        capture.pass();
        QCOMPARE(capture.joined(), "0+1 2. 3+4");
    }

    void joinsByTimeWhereOneEndLostTheClientsHalf()
    {
        Capture capture;
        const auto ends = capture.tcp(40000);
        capture.connection(ends.first).lostBytes = 100;
        capture.call(ends, "/same", 10);
        capture.answer(capture.ask(ends.second, "/same", 22), 26);   // 2: the client's half is missing
        capture.call(ends, "/same", 30);
        capture.pass();
        QCOMPARE(capture.joined(), "0+1 2. 3+4");
    }

    // Two exchanges of the server fit, and the client's call returned late: either may be its own.
    void doesNotGuessIfTheClientsCallReturnedLate()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        capture.connection(client).lostBytes = 100;
        for (base::Time i = 0; i < 2; ++i)
            capture.answer(capture.ask(server, "/same", 10 + 10 * i), 15 + 10 * i);
        capture.answer(capture.ask(client, "/same", 24), 28);
        capture.pass();
        QCOMPARE(capture.joined(), "0. 1. 2x");
    }

    void doesNotGuessAmongOverlappingCallsAfterALoss()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        capture.connection(server).lostBytes = 100;
        const ExchangeId first = capture.ask(client, "/same", 10), second = capture.ask(client, "/same", 11);
        const ExchangeId served = capture.ask(server, "/same", 12);
        capture.answer(served, 14);
        capture.answer(first, 16);
        capture.answer(second, 17);
        capture.pass();
        QCOMPARE(capture.calls().otherHalf(second), base::noId);
        QCOMPARE(capture.calls().whyLone(second), Lone::Uncertain);
    }

    // Connected before the capture: the ends number differently, and calls follow one another.
    void joinsTheCallsOfAConnectionThatWasJoinedMidstream()
    {
        Capture capture;
        const auto ends = capture.tcp(40000);
        for (const ConnectionId id : {ends.first, ends.second}) {
            capture.connection(id).fromStart = false;
            capture.connection(id).sequences.reset();
        }
        capture.answer(capture.ask(ends.second, "/same", 5), 6);   // asked before the capture began
        capture.call(ends, "/same", 10);
        capture.call(ends, "/same", 20);
        capture.pass();
        QCOMPARE(capture.joined(), "0x 1+2 3+4");
    }

    void joinsTheHalvesOfWhatNoParserTook()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        for (const ConnectionId id : {client, server}) {
            exchange::Exchange &row = capture.exchange(capture.ask(id, "", 10));
            row.kind = exchange::Kind::NotReadable;
            row.method = "TLS";
        }
        capture.pass();
        QCOMPARE(capture.joined(), "0+1");
    }

    void doesNotJoinWhatOneEndCouldNotRead()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        capture.exchange(capture.ask(client, "", 10)).kind = exchange::Kind::NotReadable;
        capture.ask(server, "/a", 11);
        capture.pass();
        QCOMPARE(capture.joined(), "0. 1.");
    }

    void followsATlsObjectToItsSocket()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        const ConnectionId object = capture.connect(Side::Server, {}, {});
        const ExchangeId asked = capture.ask(client, "/a", 10), served = capture.ask(object, "/a", 11);
        capture.pass();
        QCOMPARE(capture.calls().otherHalf(asked), base::noId);
        capture.connection(object).mergedInto = server;
        capture.pass();
        QCOMPARE(capture.calls().otherHalf(asked), served);
    }

    void waitsForTheWordsOfARequestInProgress()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        const ExchangeId asked = capture.ask(client, "/a", 10), served = capture.ask(server, "", 11);
        capture.exchange(served).method = "";
        capture.pass();
        QCOMPARE(capture.joined(), "0. 1.");
        capture.exchange(served).method = "GET";
        capture.exchange(served).path = "/a";
        QCOMPARE(capture.pass(), (std::vector{asked, served}));
    }

    void forgetsWhatIsReleased()
    {
        Capture capture;
        const auto ends = capture.tcp(40000);
        const ExchangeId early = capture.ask(ends.first, "/late", 5);
        capture.pass();
        capture.calls().release(early + 1);
        capture.ask(ends.second, "/late", 6);   // its other half is gone
        capture.call(ends, "/a", 10);
        capture.pass();
        QCOMPARE(capture.calls().otherHalf(early), base::noId);
        QCOMPARE(capture.calls().otherHalf(2), ExchangeId(3));
    }

    void forgetsConnectionsSomeTimeAfterTheirEnd()
    {
        constexpr base::Time second = 1'000'000'000;
        Capture capture;
        size_t before = 0;
        for (int i = 0; i < 2'000; ++i) {
            const base::Time opened = (1 + i) * second;
            const auto ends = capture.tcp(uint16_t(10'000 + i), opened);
            const ConnectionId alone = capture.connect(Side::Client, v4(1, uint16_t(20'000 + i)), {base::Family::V4, 443, {10, 0, 0, 9}}, opened);
            capture.connection(alone).sequences = exchange::Sequences{uint32_t(i), 7};
            capture.call(ends, "/a", opened);
            capture.ask(alone, "/b", opened);
            for (const ConnectionId id : {ends.first, ends.second, alone})
                capture.connection(id).closed = opened + second / 2;
            capture.pass();
            capture.calls().release(3 * ExchangeId(i));
            if (i == 500)
                before = capture.calls().memoryBytes();
        }
        QVERIFY2(capture.calls().memoryBytes() < before * 11 / 10, std::to_string(capture.calls().memoryBytes()).c_str());
        QCOMPARE(capture.calls().otherHalf(3 * 1999), ExchangeId(3 * 1999 + 1));
    }

    void forgetsThemAllInAPause()
    {
        constexpr base::Time second = 1'000'000'000;
        Capture capture;
        const size_t before = capture.calls().memoryBytes();
        for (int i = 0; i < 1'000; ++i) {
            const auto ends = capture.tcp(uint16_t(10'000 + i), second + i);
            capture.call(ends, "/a", second + i);
            for (const ConnectionId id : {ends.first, ends.second})
                capture.connection(id).closed = second + i + 1;
            capture.pass();
        }
        capture.calls().release(2'000);
        const size_t held = capture.calls().memoryBytes();
        capture.calls().forgetEnded();
        QVERIFY2(capture.calls().memoryBytes() - before < (held - before) / 4, std::to_string(capture.calls().memoryBytes()).c_str());
    }

    void holdsFewOfWhatWaitsForever()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        for (base::Time i = 0; i < 50'000; ++i)
            capture.answer(capture.ask(client, "/same", 10 + 2 * i), 11 + 2 * i);
        capture.pass();
        QVERIFY2(capture.calls().memoryBytes() < 50'000 * 12, std::to_string(capture.calls().memoryBytes()).c_str());
        QCOMPARE(capture.calls().whyLone(0), Lone::Uncertain);
    }
};

QTEST_GUILESS_MAIN(TestCalls)
#include "tst_calls.moc"
