// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/slowness.h"

#include <QRegularExpression>
#include <QTest>

using namespace calls;
using exchange::Exchange;
using exchange::TcpFigures;

namespace {

constexpr base::Duration ms = 1'000'000;

// Times in milliseconds.
Exchange half(base::Time requestBegin, base::Time requestEnd, base::Time responseBegin, base::Time responseEnd)
{
    Exchange e;
    e.state = exchange::State::Complete;
    e.request.begin = requestBegin * ms;
    e.request.end = requestEnd * ms;
    e.response.begin = responseBegin * ms;
    e.response.end = responseEnd * ms;
    return e;
}

TcpFigures figures(uint32_t roundTripUs, uint32_t retransmits = 0, uint64_t windowLimitedUs = 0)
{
    TcpFigures tcp;
    tcp.time = 1;
    tcp.srttUs = roundTripUs;
    tcp.retransmits = retransmits;
    tcp.windowLimitedUs = windowLimitedUs;
    return tcp;
}

void measure(Exchange &exchange, const TcpFigures &start, const TcpFigures &end)
{
    exchange.tcpStart = start;
    exchange.tcp = end;
}

Slowness whyCall(const Exchange &client, const Exchange &server, const exchange::Connection *connection = nullptr)
{
    return whySlow({.exchange = &client, .connection = connection, .first = true}, {.exchange = &server});
}

} // namespace

class TestSlowness : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void isTheServersTimeSeenFromBothEnds()
    {
        const auto why = whyCall(half(100, 101, 920, 930), half(102, 103, 915, 916));
        QCOMPARE(why.cause, Cause::Server);
        QCOMPARE(why.sureness, Sureness::Certain);
        QCOMPARE(why.share, 812 * ms);
        QCOMPARE(why.total, 830 * ms);
    }

    void isOnlyLikelyTheServersTimeSeenFromTheClient()
    {
        Exchange client = half(100, 101, 920, 930);
        QCOMPARE(whySlow({.exchange = &client}, {}).cause, Cause::Server);
        QCOMPARE(whySlow({.exchange = &client}, {}).sureness, Sureness::Likely);
    }

    void isTheQueueIfTheServerReadLateAndTheRoundTripIsShort()
    {
        Exchange client = half(100, 100, 520, 521), server = half(510, 510, 519, 519);
        QCOMPARE(whyCall(client, server).cause, Cause::Way);   // without figures nobody can tell
        measure(client, figures(50), figures(60));
        const auto why = whyCall(client, server);
        QCOMPARE(why.cause, Cause::Queue);
        QCOMPARE(why.sureness, Sureness::Likely);
        QCOMPARE(*why.roundTripUs, 60u);
    }

    // The server's average includes the time until the client's next request brought the acknowledgement.
    void doesNotTakeLateAcknowledgementsForTheNetwork()
    {
        Exchange client = half(100, 100, 520, 521), server = half(510, 510, 519, 519);
        measure(client, figures(60), figures(60));
        measure(server, figures(600'000), figures(600'000));
        QCOMPARE(whyCall(client, server).cause, Cause::Queue);
        measure(client, figures(200'000), figures(200'000));
        client.tcp->minRttUs = 50;
        QCOMPARE(whyCall(client, server).cause, Cause::Way);   // both may have been
    }

    void isCertainlyTheQueueInAUnixSocket()
    {
        exchange::Connection local;
        local.protocol = 0;
        const auto why = whyCall(half(100, 100, 520, 521), half(510, 510, 519, 519), &local);
        QCOMPARE(why.cause, Cause::Queue);
        QCOMPARE(why.sureness, Sureness::Certain);
    }

    void isTheNetworkIfSegmentsWereSentAgain()
    {
        Exchange client = half(100, 100, 520, 521), server = half(510, 510, 519, 519);
        measure(client, figures(50, 3), figures(60, 5));
        const auto why = whyCall(client, server);
        QCOMPARE(why.cause, Cause::Network);
        QCOMPARE(*why.retransmits, 2u);
        measure(client, figures(50, 3), figures(60, 4));   // once: 200 ms
        QCOMPARE(whyCall(client, server).cause, Cause::Queue);
    }

    void isTheNetworkIfTheRoundTripTakesThatLong()
    {
        Exchange client = half(100, 100, 300, 301);
        measure(client, figures(180'000), figures(180'000));
        QCOMPARE(whySlow({.exchange = &client}, {}).cause, Cause::Network);
    }

    void isTheReaderIfItsWindowWasClosed()
    {
        Exchange server = half(100, 101, 110, 1110);
        measure(server, figures(50, 0, 1000), figures(50, 0, 901'000));
        const auto why = whySlow({}, {.exchange = &server});
        QCOMPARE(why.cause, Cause::Reader);
        QCOMPARE(why.closedWindow, 900 * ms);
    }

    void isTheAnswersLengthOtherwise()
    {
        Exchange client = half(100, 101, 110, 1110);
        QCOMPARE(whySlow({.exchange = &client}, {}).cause, Cause::Answer);
    }

    void isConnectingOrTheHandshakeOfAFirstExchange()
    {
        exchange::Connection connection;
        connection.protocol = 6;
        connection.fromStart = true;
        connection.opened = 10 * ms;
        connection.established = 310 * ms;
        Exchange client = half(312, 312, 320, 321);
        QCOMPARE(whySlow({.exchange = &client, .connection = &connection, .first = true}, {}).cause, Cause::Connect);
        QCOMPARE(whySlow({.exchange = &client, .connection = &connection, .first = false}, {}).cause, Cause::Server);
        connection.established = 11 * ms;
        QCOMPARE(whySlow({.exchange = &client, .connection = &connection, .first = true}, {}).cause, Cause::Client);
        connection.tls = true;
        connection.tlsBegin = 12 * ms;
        connection.tlsEnd = 311 * ms;
        QCOMPARE(whySlow({.exchange = &client, .connection = &connection, .first = true}, {}).cause, Cause::Tls);
    }

    void isTheReaderIfTheAnswerHadLongBeenSent()
    {
        Exchange client = half(100, 100, 110, 1110), server = half(101, 101, 109, 150);
        measure(client, figures(50), figures(60));
        const auto why = whyCall(client, server);
        QCOMPARE(why.cause, Cause::Reader);
        QCOMPARE(why.share, 961 * ms);
    }

    void isTheNetworkInBothDirectionsAndInConnecting()
    {
        exchange::Connection connection;
        connection.protocol = 6;
        connection.fromStart = true;
        connection.opened = 1 * ms;
        connection.established = 301 * ms;
        Exchange client = half(302, 302, 604, 604), server = half(452, 452, 454, 454);
        measure(client, figures(300'000), figures(300'000));
        const auto why = whyCall(client, server, &connection);
        QCOMPARE(why.cause, Cause::Network);
        QCOMPARE(why.share, 600 * ms);
        QCOMPARE(why.total, 603 * ms);
        QCOMPARE(whyCall(client, server).share, 300 * ms);
    }

    void isUnknownIfNoPartTookHalfOfTheTime()
    {
        QCOMPARE(whyCall(half(100, 140, 220, 260), half(140, 180, 200, 200)).cause, Cause::Unknown);
        Exchange running = half(100, 101, 0, 0);
        running.state = exchange::State::InProgress;
        QCOMPARE(whySlow({.exchange = &running}, {}).cause, Cause::Unknown);
        QCOMPARE(whySlow({}, {}).cause, Cause::Unknown);
    }
};

QTEST_GUILESS_MAIN(TestSlowness)
#include "tst_slowness.moc"
