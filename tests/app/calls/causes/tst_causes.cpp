// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/causes/causes.h"

#include "tests/app/calls/causes/served_and_sent.h"

#include <QMap>
#include <QRegularExpression>
#include <QTest>

using served_and_sent::Play;

class TestCauses : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsTheCauseOf_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("cause");   // of "call"
        const auto row = [](const char *title, const char *cause, const char *script) { QTest::newRow(title) << QString(script) << QString(cause); };

        row("a call of the only request that is served", "in thread likely", "in serves 10..20 \n call sends 12..15");
        row("one that another thread sends", "in only likely", "in serves 10..20 thread=1 \n call sends 12..15 thread=2");
        row("a call that is seen before what it belongs to", "in thread likely", "call sends 12..15 \n in serves 10..20");
        row("one while the request goes on", "in thread likely", "in serves 10.. \n call sends 12..15");
        row("a call of nothing", "unprompted", "in serves 10..20 \n call sends 22..25");
        row("a call before anything was read", "unprompted", "call sends 9..15 \n in serves 10..20");
        row("a program that serves nothing", "not sent", "call sends 10..20");
        row("another process", "not sent", "in serves process=1 10..20 \n call sends process=2 12..15");
        row("what is also sent when nothing is served", "unprompted", "idle serves 1..2 \n poll sends 5..6 path=/health \n in serves 10..20 \n call sends 12..15 path=/health?t=7");
        row("a failed attempt", "in only likely", "in serves 10..20 \n call sends 12..12 thread=0 kind=failed");

        row("a thread of its own", "one thread likely",
            "one serves 10..20 thread=1 \n two serves 11..21 thread=2 \n call sends 13..15 thread=1");
        row("a thread of its own, in progress", "awaited", "one serves 10.. thread=1 \n two serves 11..21 thread=2 \n call sends 13..15 thread=1");
        row("a thread of its own, after its end", "one thread likely",
            "one serves 10.. thread=1 \n two serves 11.. thread=2 \n call sends 13..15 thread=1 \n -- \n end two 16 \n -- \n end one 20");
        row("an event loop that serves two", "several", "one serves 10..20 \n two serves 11..21 \n call sends 13..15");
        row("a thread that another one answers for", "several",
            "one serves 10..20 thread=1 answers=3 \n two serves 11..21 thread=2 \n call sends 13..15 thread=1");
        row("a thread that answers two", "several",
            "one serves 10..20 thread=1 \n two serves 11..21 thread=2 answers=1 \n call sends 13..15 thread=1");
        row("a thread of a pool", "several", "one serves 10..20 \n two serves 11..21 \n call sends 13..15 thread=7");
        row("a channel, which may be anything", "several", "chat serves 1.. kind=channel \n call sends 13..15");
        row("a connection that cannot be read", "several", "raw serves 1..50 thread=1 kind=conversation \n one serves 10..20 thread=1 \n call sends 13..15 thread=1");

        row("the trace of one of several", "two trace certain",
            "one serves 10..20 trace=a \n two serves 11..21 trace=b \n call sends 13..15 trace=b span=x");
        row("the id of a request", "one trace certain", "one serves 10..20 request=r1 \n two serves 11..21 request=r2 \n call sends 13..15 request=r1");
        row("a trace after its answer", "one trace likely", "one serves 10..12 trace=a \n two serves 11..21 trace=b \n call sends 13..15 trace=a");
        row("a trace that two have, passed on unchanged", "two trace certain",
            "one serves 10..20 trace=a span=1 \n two serves 11..21 trace=a span=2 \n call sends 13..15 trace=a span=2");
        row("a trace that two have, naming the step around", "two trace certain",
            "one serves 10..20 trace=a span=1 \n two serves 11..21 trace=a span=2 \n call sends 13..15 trace=a span=3 parent=2");
        row("a trace that two have, of which one was over", "two trace likely",
            "one serves 10..11 trace=a span=1 \n two serves 12..21 trace=a span=2 \n call sends 13..15 trace=a span=3");
        row("a trace that two have", "several", "one serves 10..20 trace=a span=1 \n two serves 11..21 trace=a span=2 \n call sends 13..15 trace=a span=3");
        row("a trace that two have, on its own thread", "one thread likely",
            "one serves 10..20 trace=a span=1 thread=1 \n two serves 11..21 trace=a span=2 thread=2 \n call sends 13..15 trace=a span=3 thread=1");
        row("a trace that nothing served has", "other trace", "in serves 10..20 trace=a \n call sends 13..15 trace=b");
        row("a trace that the program begins", "in thread likely", "in serves 10..20 \n call sends 13..15 trace=b");
        row("a trace that comes later", "unprompted", "idle serves 1..2 \n call sends 13..15 trace=a \n in serves 16..20 trace=a");
    }
    void findsTheCauseOf()
    {
        QFETCH(QString, script);
        const Play play(script);
        QTEST(play.cause("call"), "cause");
    }

    void listsWhatOneExchangeCaused()
    {
        const Play play("in serves 10..30 \n a sends 12..13 \n b sends 14..15 \n next serves 40..50 \n c sends 42..43");
        QCOMPARE(play.names(play.calls.causes().effects(play.id("in"))), QString("a b"));
        QCOMPARE(play.names(play.calls.causes().effects(play.id("next"))), QString("c"));
        QCOMPARE(play.names(play.calls.causes().effects(play.id("a"))), QString());
    }

    // Goroutines go on wherever there is a thread: what a thread sends says nothing.
    void trustsNoThreadWhereRequestsChangeThem()
    {
        QString script;
        for (int i = 0; i < 20; ++i)
            script += QString("w%1 serves %2..%3 thread=1 answers=%4\n").arg(i).arg(2 * i).arg(2 * i + 1).arg(i % 4 ? 1 : 2);
        const Play play(script + "one serves 110..120 thread=1 \n two serves 111..121 thread=2 \n call sends 113..115 thread=1");
        QCOMPARE(play.cause("call"), QString("several"));
    }

    void keepsWhatItKnowsWhenEarlierExchangesAreReleased()
    {
        Play play("in serves 10..20 \n call sends 12..15");
        play.calls.release(1);
        QCOMPARE(play.cause("call"), QString("in thread likely"));
        play.calls.release(2);
        QCOMPARE(play.cause("call"), QString("not sent"));
    }

    // A million exchanges of a busy program: what is remembered of it does not grow.
    void isLimited()
    {
        exchange::Store store;
        calls::Causes causes;
        base::ExchangeId id = 0;
        for (int round = 0; round < 100; ++round) {
            exchange::Batch batch;
            for (int i = 0; i < 1000; ++i, ++id) {
                exchange::Exchange e;
                e.id = id;
                e.process = 0;
                e.side = i % 2 ? base::Side::Client : base::Side::Server;
                e.state = exchange::State::Complete;
                e.path = "/" + std::to_string(id);
                e.tid = e.answerTid = 1;
                e.trace.request = std::to_string(id);
                e.request.begin = 1 + base::Time(id) * 1000;
                e.response.begin = e.response.end = e.request.begin + 500'000;
                batch.exchanges.push_back(e);
            }
            causes.update(store, store.apply(std::move(batch)));
        }
        QCOMPARE_LE(causes.memoryBytes(), size_t(id) * 16 + 4'000'000);
        QCOMPARE(int(causes.of(id - 1).why), int(calls::Causeless::Several));
    }
};

QTEST_GUILESS_MAIN(TestCauses)
#include "tst_causes.moc"
