// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/connection_pairs.h"

#include "tests/app/calls/both_ends.h"

#include <QRegularExpression>
#include <QTest>

using namespace both_ends;

class TestConnectionPairs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void tellsTheOtherEndFromBothSides()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(client), server);
        QCOMPARE(capture.calls().otherEnd(server), client);
    }

    void pairsByKernelPointerWhicheverUnixEndComesFirst()
    {
        for (const bool clientNames : {false, true}) {
            Capture capture;
            const auto [client, server] = capture.local();
            if (clientNames) {
                capture.connection(server).peer = 0;
                capture.connection(client).peer = capture.connection(server).flow;
            }
            const auto stranger = capture.local();
            capture.pass();
            QCOMPARE(capture.calls().otherEnd(client), server);
            QCOMPARE(capture.calls().otherEnd(stranger.second), stranger.first);
        }
    }

    void leavesAUnixConnectionAloneWhoseOtherEndIsNotCaptured()
    {
        Capture capture;
        const auto [client, server] = capture.local();
        capture.connection(server).peer = 4711;
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(client), base::noId);
        QCOMPARE(capture.calls().otherEnd(server), base::noId);
    }

    // Network address translation changes addresses, not sequence numbers.
    void pairsThroughTranslatedAddresses()
    {
        Capture capture;
        const ConnectionId client = capture.connect(Side::Client, v4(1, 40000), v4(2, 8080));
        const ConnectionId server = capture.connect(Side::Server, v4(3, 80), v4(9, 1024));
        capture.connection(server).netns = 2;
        capture.number(client, server);
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(client), server);
    }

    void neverPairsWhatSequenceNumbersTellApart()
    {
        Capture capture;
        const ConnectionId client = capture.connect(Side::Client, v4(1, 40000), v4(1, 80));
        const ConnectionId server = capture.connect(Side::Server, v4(1, 80), v4(1, 40000));
        capture.connection(client).sequences = exchange::Sequences{1, 2};
        capture.connection(server).sequences = exchange::Sequences{3, 4};
        capture.ask(client, "/", 10);
        capture.ask(server, "/", 11);
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(client), base::noId);
    }

    void pairsTheSameAddressesInTwoNamespacesEachWithItsOwn()
    {
        Capture capture;
        const auto here = capture.tcp(40000), there = capture.tcp(40000);
        for (const ConnectionId id : {there.first, there.second})
            capture.connection(id).netns = 2;
        for (const ConnectionId id : {here.first, here.second, there.first, there.second}) {
            capture.connection(id).fromStart = false;
            capture.connection(id).sequences.reset();
        }
        capture.call(here, "/", 10);
        capture.call(there, "/", 10);
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(here.first), here.second);
        QCOMPARE(capture.calls().otherEnd(there.first), there.second);
    }

    // Two machines number their network namespaces and flows alike, and have the same private addresses.
    void pairsAcrossMachinesBySequenceNumbersOnly()
    {
        Capture capture;
        const auto byNumbers = capture.tcp(40000), byAddresses = capture.tcp(40001), unixes = capture.local();
        for (const ConnectionId id : {byAddresses.first, byAddresses.second}) {
            capture.connection(id).fromStart = false;
            capture.connection(id).sequences.reset();
        }
        for (const ConnectionId id : {byNumbers.second, byAddresses.second, unixes.second})
            capture.connection(id).machine = "web1";
        capture.call(byAddresses, "/", 10);
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(byNumbers.first), byNumbers.second);
        QCOMPARE(capture.calls().otherEnd(byAddresses.first), base::noId);
        QCOMPARE(capture.calls().otherEnd(unixes.first), base::noId);
    }

    // Client and server in a namespace each, twice, with the same addresses: which is whose cannot be known.
    void doesNotGuessAmongEqualAddressesAcrossNamespaces()
    {
        Capture capture;
        std::vector<ConnectionId> all;
        for (uint32_t netns = 1; netns <= 4; ++netns) {
            all.push_back(netns % 2 ? capture.connect(Side::Client, v4(1, 40000), v4(2, 80)) : capture.connect(Side::Server, v4(2, 80), v4(1, 40000)));
            capture.connection(all.back()).netns = netns;
            capture.connection(all.back()).fromStart = false;
        }
        capture.pass();
        for (const ConnectionId id : all)
            capture.ask(id, "/", 10);
        capture.pass();
        for (const ConnectionId id : all)
            QCOMPARE(capture.calls().otherEnd(id), base::noId);
    }

    void pairsAcrossNamespacesByAddressesIfNothingElseFits()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        for (const ConnectionId id : {client, server}) {
            capture.connection(id).fromStart = false;
            capture.connection(id).sequences.reset();
        }
        capture.connection(server).netns = 7;
        capture.ask(client, "/", 10);
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(client), server);
    }

    void keepsConnectionsOnAReusedPortApart()
    {
        Capture capture;
        std::vector<Capture::Ends> all;
        for (base::Time i = 0; i < 300; ++i) {
            all.push_back(capture.tcp(40000, 10 + i * 10));
            for (const ConnectionId id : {all.back().first, all.back().second}) {
                capture.connection(id).closed = 18 + i * 10;
                capture.connection(id).sequences.reset();
            }
        }
        for (size_t i = 0; i < all.size(); ++i)
            capture.call(all[i], "/", base::Time(10 + i * 10));
        capture.pass();
        for (const Capture::Ends &ends : all)
            QCOMPARE(capture.calls().otherEnd(ends.first), ends.second);
    }

    void leavesAConnectionToItselfAlone()
    {
        Capture capture;
        const ConnectionId self = capture.connect(Side::Client, v4(1, 40000), v4(1, 40000));
        capture.connection(self).sequences = exchange::Sequences{7, 7};
        capture.ask(self, "/", 10);
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(self), base::noId);
    }

    void pairsDatagramFlowsByAddresses()
    {
        Capture capture;
        const auto [client, server] = capture.tcp(40000);
        for (const ConnectionId id : {client, server}) {
            capture.connection(id).protocol = 17;
            capture.connection(id).sequences.reset();
        }
        capture.call({client, server}, "name", 10);
        capture.pass();
        QCOMPARE(capture.calls().otherEnd(client), server);
    }
};

QTEST_GUILESS_MAIN(TestConnectionPairs)
#include "tst_connection_pairs.moc"
