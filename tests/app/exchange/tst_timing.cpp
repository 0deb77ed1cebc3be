// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/timing.h"

#include <QtTest>

using namespace exchange;
using base::unknownDuration;

namespace {

Exchange ordinary()
{
    Exchange exchange;
    exchange.state = State::Complete;
    exchange.request.begin = 1'000;
    exchange.request.headEnd = 1'010;
    exchange.request.end = 1'100;
    exchange.response.begin = 1'400;
    exchange.response.headEnd = 1'420;
    exchange.response.end = 1'700;
    return exchange;
}

Connection tlsConnection()
{
    Connection connection;
    connection.fromStart = true;
    connection.opened = 500;
    connection.established = 600;
    connection.tlsBegin = 610;
    connection.tlsEnd = 900;
    return connection;
}

} // namespace

class TestTiming : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void splitsAnExchangeIntoItsPhases()
    {
        const Timing t = timing(ordinary(), nullptr, false);
        QCOMPARE(t.begin, 1'000);
        QCOMPARE(t.send, 100);
        QCOMPARE(t.wait, 300);
        QCOMPARE(t.receive, 300);
        QCOMPARE(t.total, 700);
        QCOMPARE(t.connect, unknownDuration);
        QCOMPARE(t.tls, unknownDuration);
        QCOMPARE(t.dns, unknownDuration);
    }

    void givesConnectAndTlsToTheFirstExchangeOnly()
    {
        const Connection connection = tlsConnection();
        const Timing first = timing(ordinary(), &connection, true);
        QCOMPARE(first.begin, 500);
        QCOMPARE(first.connect, 100);
        QCOMPARE(first.tls, 290);
        QCOMPARE(first.total, 1'200);
        const Timing second = timing(ordinary(), &connection, false);
        QCOMPARE(second.connect, unknownDuration);
        QCOMPARE(second.begin, 1'000);
    }

    void knowsNoConnectOfAConnectionMetInTheMiddle()
    {
        Connection connection = tlsConnection();
        connection.fromStart = false;
        connection.tlsBegin = connection.tlsEnd = 0;
        const Timing t = timing(ordinary(), &connection, true);
        QCOMPARE(t.connect, unknownDuration);
        QCOMPARE(t.begin, 1'000);
    }

    void leavesNoWaitWhenTheAnswerComesEarly()
    {
        Exchange exchange = ordinary();
        exchange.response.begin = 1'050;
        QCOMPARE(timing(exchange, nullptr, false).wait, 0);
    }

    void knowsNoTotalWhileInProgress()
    {
        Exchange exchange = ordinary();
        exchange.state = State::InProgress;
        exchange.response.end = 0;
        const Timing t = timing(exchange, nullptr, false);
        QCOMPARE(t.receive, unknownDuration);
        QCOMPARE(t.total, unknownDuration);
    }

    void timesTheAttemptOfARefusedConnection()
    {
        Exchange exchange;
        exchange.kind = Kind::Failed;
        exchange.state = State::Failed;
        exchange.request.begin = 100;
        exchange.request.end = 140;
        Connection connection;
        connection.fromStart = true;
        connection.opened = 100;
        connection.closed = 140;
        const Timing t = timing(exchange, &connection, true);
        QCOMPARE(t.begin, 100);
        QCOMPARE(t.connect, 40);
        QCOMPARE(t.send, unknownDuration);
        QCOMPARE(t.total, 40);
    }
};

QTEST_GUILESS_MAIN(TestTiming)
#include "tst_timing.moc"
