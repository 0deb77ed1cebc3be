// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/tcp_series.h"

#include "app/exchange/store.h"

#include <QTest>

#include <limits>

using namespace exchange;

namespace {

TcpFigures sample(base::Time time)
{
    TcpFigures tcp;
    tcp.time = time;
    tcp.srttUs = uint32_t(time % 1000);
    tcp.bytesSent = std::numeric_limits<uint64_t>::max() - uint64_t(time);
    tcp.outOfOrder = 7;
    return tcp;
}

} // namespace

class TestTcpSeries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesBackWhatItWasGiven()
    {
        TcpSeries series;
        for (base::Time time = 1; time <= 5; ++time)
            series.add(sample(time * 1000));
        const auto found = series.between(2000, 4000);
        QCOMPARE(found.size(), size_t(3));
        QCOMPARE(found[1].time, base::Time(3000));
        QCOMPARE(found[1].bytesSent, sample(3000).bytesSent);
        QCOMPARE(found[1].outOfOrder, std::optional<uint32_t>(7));
        QVERIFY(!found[1].cwnd);
        QVERIFY(series.between(5001, 9000).empty());
    }

    void leavesOutWhatIsNotLaterThanTheLast()
    {
        TcpSeries series;
        series.add(sample(2000));
        series.add(sample(2000));
        series.add(sample(1000));
        series.add(sample(0));
        QCOMPARE(series.size(), size_t(1));
    }

    void keepsAWholeLifeInAFewSamples()
    {
        TcpSeries series;
        for (base::Time time = 1; time <= 100'000; ++time)
            series.add(sample(time));
        QVERIFY(series.size() <= TcpSeries::samplesMax);
        QVERIFY(series.size() > TcpSeries::samplesMax / 4);
        QVERIFY(series.memoryBytes() < 20'000);
        const auto all = series.all();
        QCOMPARE(all.front().time, base::Time(1));
        QVERIFY(all.back().time > 95'000);
        for (size_t i = 1; i < all.size(); ++i)
            QVERIFY(all[i].time - all[i - 1].time < 2048);
    }

    void isReadFromTheStoreByConnection()
    {
        Store store;
        Batch batch;
        for (ConnectionId id = 0; id < 2; ++id) {
            batch.connections.emplace_back().id = id;
            for (base::Time time = 1; time <= 3; ++time)
                batch.tcp.emplace_back(id, sample(time * 10 + id));
        }
        batch.connections[1].mergedInto = 0;
        store.apply(std::move(batch));
        QCOMPARE(store.tcp(0, 15, 25).size(), size_t(1));
        QCOMPARE(store.tcp(0, 15, 25)[0].time, base::Time(20));
        QVERIFY(store.tcp(7, 0, 100).empty());
        // A connection that turned out to be a different one gets that one's figures.
        QCOMPARE(store.tcp(1, 15, 25)[0].time, base::Time(20));
    }

    void keepsAnExchangesStartAndEnd()
    {
        Exchange exchange;
        exchange.id = 0;
        exchange.connection = 0;
        exchange.state = State::Complete;
        exchange.request.begin = 5000;
        exchange.tcpStart = sample(4000);
        exchange.tcp = sample(9000);
        exchange.tcp->cwnd = 10;
        Exchange short1 = exchange;
        short1.id = 1;
        short1.tcp = short1.tcpStart;
        Exchange none = exchange;
        none.id = 2;
        none.tcp.reset();
        Batch batch;
        batch.exchanges = {exchange, short1, none};
        Store store;
        store.apply(std::move(batch));
        const Exchange a = store.exchange(0), b = store.exchange(1), c = store.exchange(2);
        QCOMPARE(a.tcpStart->time, base::Time(4000));
        QCOMPARE(a.tcpStart->bytesSent, exchange.tcpStart->bytesSent);
        QVERIFY(!a.tcpStart->cwnd);
        QCOMPARE(a.tcp->time, base::Time(9000));
        QCOMPARE(a.tcp->cwnd, std::optional<uint32_t>(10));
        QCOMPARE(a.tcp->srttUs, exchange.tcp->srttUs);
        QVERIFY(b.tcp->time == 4000 && b.tcpStart->time == 4000 && b.tcp->bytesSent == short1.tcp->bytesSent);
        QVERIFY(!c.tcp && c.tcpStart && c.tcpStart->srttUs == none.tcpStart->srttUs);
    }
};

QTEST_APPLESS_MAIN(TestTcpSeries)
#include "tst_tcp_series.moc"
