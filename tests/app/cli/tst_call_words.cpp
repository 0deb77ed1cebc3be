// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/call_words.h"

#include <QRegularExpression>
#include <QTest>

using namespace cli;
using calls::Cause;
using calls::Sureness;

namespace {

calls::Slowness why(Cause cause, Sureness sureness)
{
    return {.cause = cause, .sureness = sureness, .share = 812'000'000, .total = 830'000'000};
}

} // namespace

class TestCallWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTookTheTime()
    {
        QCOMPARE(slownessText(why(Cause::Server, Sureness::Certain)), "the server took 812 ms of 830 ms");
        QCOMPARE(slownessText(why(Cause::Server, Sureness::Likely)), "the server, or what is before it, took 812 ms of 830 ms");
        QCOMPARE(slownessText(why(Cause::Unknown, Sureness::Unknown)), "");
    }

    void namesTheFiguresBehindIt()
    {
        calls::Slowness network = why(Cause::Network, Sureness::Likely);
        network.roundTripUs = 780'000;
        QCOMPARE(slownessText(network), "the network probably took 812 ms of 830 ms, a round trip 780.00 ms");
        network.retransmits = 2;
        QCOMPARE(slownessText(network), "the network probably took 812 ms of 830 ms, 2 segments sent again");
    }

    void hasWordsForEveryKnownCause()
    {
        for (int cause = 1; cause <= int(Cause::WayBack); ++cause)
            QVERIFY(!slownessText(why(Cause(cause), Sureness::Certain)).empty());
    }

    void writesDurationsInThreeDigitsOrSo()
    {
        QCOMPARE(durationText(310'000), "0.3 ms");
        QCOMPARE(durationText(812'000'000), "812 ms");
        QCOMPARE(durationText(1'200'000'000), "1.20 s");
        QCOMPARE(durationText(base::unknownDuration), "–");
    }
};

QTEST_GUILESS_MAIN(TestCallWords)
#include "tst_call_words.moc"
