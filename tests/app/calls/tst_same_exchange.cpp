// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/same_exchange.h"

#include "tests/app/calls/both_ends.h"

#include <QRegularExpression>
#include <QTest>

#include <tuple>

using namespace both_ends;
using calls::Likeness;

namespace {

// Two exchanges, the client's and the server's, that are alike until a test changes one.
struct Halves {
    Halves()
    {
        const auto ends = capture.tcp(40000);
        std::tie(client, server) = capture.call(ends, "/a", second);
    }
    Likeness compared()
    {
        capture.pass();
        const Likeness one = calls::compare(capture.store(), client, server), other = calls::compare(capture.store(), server, client);
        return one == other ? one : Likeness::Unknown;
    }
    static constexpr base::Time second = 1'000'000'000;
    Capture capture;
    ExchangeId client = 0, server = 0;
};

} // namespace

class TestSameExchange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void isTheSameIfNothingSpeaksAgainstIt() { QCOMPARE(Halves().compared(), Likeness::Same); }

    void differsInWhatWasAsked()
    {
        for (const bool path : {false, true}) {
            Halves halves;
            exchange::Exchange &e = halves.capture.exchange(halves.server);
            (path ? e.path : e.method) = "other";
            QCOMPARE(halves.compared(), Likeness::Different);
        }
    }

    void isNotAnsweredBeforeItIsRead()
    {
        Halves halves;
        halves.capture.exchange(halves.server).request.begin = halves.capture.exchange(halves.client).response.begin + 1;
        QCOMPARE(halves.compared(), Likeness::Different);
    }

    // The client's call may return late, but not for ever.
    void isNotAnsweredLongBeforeItWasAsked()
    {
        for (const base::Duration late : {base::Duration(1'000), 2 * Halves::second}) {
            Halves halves;
            exchange::Exchange &client = halves.capture.exchange(halves.client);
            client.request.begin += late;
            client.response.begin += late;
            client.response.end += late;
            QCOMPARE(halves.compared(), late < Halves::second ? Likeness::Same : Likeness::Different);
        }
    }

    void isNeverTwoExchangesOfOneSide()
    {
        Halves halves;
        halves.capture.exchange(halves.server).side = Side::Client;
        QCOMPARE(halves.compared(), Likeness::Different);
    }

    void isUnknownWhileARequestIsNotRead()
    {
        Halves halves;
        exchange::Exchange &e = halves.capture.exchange(halves.server);
        e.method.clear();
        e.state = exchange::State::InProgress;
        QCOMPARE(halves.compared(), Likeness::Unknown);
        halves.capture.exchange(halves.server).state = exchange::State::Complete;
        QCOMPARE(halves.compared(), Likeness::Different);
    }

    void alikeInFullMeansStatusAndSizesToo()
    {
        Halves halves;
        halves.capture.pass();
        QVERIFY(calls::alikeInFull(halves.capture.store(), halves.client, halves.server));
        halves.capture.exchange(halves.server).response.bodyBytes = 1;
        halves.capture.pass();
        QVERIFY(!calls::alikeInFull(halves.capture.store(), halves.client, halves.server));
    }

    void tellsWhoseServerItIs()
    {
        Halves halves;
        halves.capture.exchange(halves.client).side = Side::Unknown;
        halves.capture.pass();
        QVERIFY(calls::isServers(halves.capture.store(), halves.server, halves.client));
        QVERIFY(!calls::isServers(halves.capture.store(), halves.client, halves.server));
        halves.capture.exchange(halves.server).side = Side::Unknown;   // then the one that began later
        halves.capture.pass();
        QVERIFY(calls::isServers(halves.capture.store(), halves.server, halves.client));
    }
};

QTEST_GUILESS_MAIN(TestSameExchange)
#include "tst_same_exchange.moc"
