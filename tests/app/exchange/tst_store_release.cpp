// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/store.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <string>

using namespace exchange;

namespace {

Exchange row(ExchangeId id, ConnectionId connection, ProcessId process, State state = State::Complete)
{
    Exchange exchange;
    exchange.id = id;
    exchange.connection = connection;
    exchange.process = process;
    exchange.state = state;
    exchange.method = "GET";
    exchange.host = "host" + std::to_string(id);
    exchange.path = "/" + std::to_string(id);
    exchange.contentEncoding = "gzip";
    exchange.status = 200;
    exchange.lostBytes = 3;
    exchange.request.begin = 1'000 + id;
    exchange.request.head = {{id * 1000ull, 40, 0}};
    return exchange;
}

Connection connection(ConnectionId id, ProcessId process)
{
    Connection made;
    made.id = id;
    made.process = process;
    made.sni = "server" + std::to_string(id);
    return made;
}

Process process(ProcessId id)
{
    Process made;
    made.id = id;
    made.pid = 100 + id;
    made.comm = "curl";
    made.cmdline = {"curl", std::string(200, 'u')};
    return made;
}

// A process, a connection and an exchange, all over, with an item and a sample.
Batch life(uint32_t id)
{
    Batch batch;
    batch.processes.push_back(process(id));
    batch.connections.push_back(connection(id, id));
    batch.exchanges.push_back(row(id, id, id));
    Item item;
    item.label = "a label";
    batch.items.emplace_back(id, item);
    TcpFigures figures;
    figures.time = 7;
    batch.tcp.emplace_back(id, figures);
    batch.endedConnections = {id};
    batch.endedProcesses = {id};
    return batch;
}

// Nobody will read again what has ended.
void releaseEnded(Store &store, const Store::Change &change)
{
    std::vector<ExchangeId> ids = change.changed;
    for (ExchangeId id = change.firstNew; id < store.size(); ++id)
        ids.push_back(id);
    store.release(ids, change, {});
}

void live(Store &store, uint32_t first, uint32_t last)
{
    for (uint32_t id = first; id < last; ++id)
        releaseEnded(store, store.apply(life(id)));
}

} // namespace

class TestStoreRelease : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void forgetsWhatHasEnded()
    {
        Store store;
        live(store, 0, 20'000);
        const size_t before = store.memoryBytes();
        live(store, 20'000, 120'000);
        QCOMPARE(store.size(), 120'000u);
        QCOMPARE(store.connections().size(), size_t(120'000));
        QCOMPARE(store.processes().size(), size_t(120'000));
        qInfo("%zu bytes after 20,000 lives, %zu after 120,000", before, store.memoryBytes());
        // For each block of 64 connections and processes a pointer stays, for each of 1,024 exchanges too.
        QVERIFY(store.memoryBytes() < before + 200'000);
    }

    void answersForAReleasedRowAsForOneThatIsNotThere()
    {
        Store store;
        live(store, 0, 5'000);
        QCOMPARE(store.exchange(17).id, base::noId);
        QCOMPARE(store.path(17), std::string_view());
        QCOMPARE(store.host(17), std::string_view());
        QCOMPARE(store.method(4'999), std::string_view());
        QCOMPARE(store.status(17), 0);
        QCOMPARE(store.begin(17), base::Time(0));
        QCOMPARE(store.duration(4'999), base::unknownDuration);
        QCOMPARE(store.wait(17), base::unknownDuration);
        QCOMPARE(store.connection(17), base::noId);
        QCOMPARE(store.process(4'999), base::noId);
        QCOMPARE(store.lostBytes(17), uint64_t(0));
        QCOMPARE(store.itemCount(17), 0u);
        QVERIFY(!store.firstOfConnection(17));
        QCOMPARE(store.connections()[17].id, base::noId);
        QCOMPARE(store.connections()[17].sni, std::string());
        QVERIFY(store.processes()[17].cmdline.empty());
        QVERIFY(store.tcp(17, 0, 100).empty());
    }

    void keepsAnExchangeInProgressWithItsConnectionAndProcess()
    {
        Store store;
        Batch batch = life(0);
        batch.exchanges[0].state = State::InProgress;
        batch.exchanges[0].contentEncoding = "br";
        releaseEnded(store, store.apply(std::move(batch)));
        live(store, 1, 10'000);
        QCOMPARE(store.path(0), std::string_view("/0"));
        QCOMPARE(store.host(0), std::string_view("host0"));
        QCOMPARE(store.connections()[0].sni, std::string("server0"));
        QCOMPARE(store.processes()[0].comm, std::string("curl"));
        QCOMPARE(store.itemCount(0), 1u);
        QCOMPARE(store.tcp(0, 0, 100).size(), size_t(1));
        QVERIFY(store.firstOfConnection(0));
        QCOMPARE(store.connections()[1].id, base::noId);

        Batch end;
        end.exchanges.push_back(row(0, 0, 0));
        const Store::Change change = store.apply(std::move(end));
        QCOMPARE(change.changed, std::vector<ExchangeId>{0});
        QCOMPARE(store.exchange(0).path, std::string("/0"));
        QCOMPARE(store.exchange(0).contentEncoding, std::string("gzip"));
        releaseEnded(store, change);
        live(store, 10'000, 12'000);
        QCOMPARE(store.exchange(0).id, base::noId);
        QCOMPARE(store.connections()[0].id, base::noId);
        QCOMPARE(store.processes()[0].pid, 0u);
    }

    void keepsAProcessWhileItsConnectionLasts()
    {
        Store store;
        Batch batch = life(0);
        batch.endedConnections.clear();
        releaseEnded(store, store.apply(std::move(batch)));
        live(store, 1, 3'000);
        QCOMPARE(store.connections()[0].process, ProcessId(0));
        QCOMPARE(store.processes()[0].comm, std::string("curl"));
        QCOMPARE(store.processes()[1].comm, std::string());
    }

    void keepsWhatSaysTheCarrierOfAMergedConnection()
    {
        Store store;
        Batch batch;
        for (ConnectionId id = 0; id < 3; ++id)
            batch.connections.push_back(connection(id, base::noId));
        batch.connections[0].mergedInto = 1;
        batch.connections[1].mergedInto = 2;
        batch.exchanges.push_back(row(0, 0, base::noId, State::InProgress));
        batch.endedConnections = {0, 1};
        releaseEnded(store, store.apply(std::move(batch)));
        for (uint32_t id = 3; id < 3'000; ++id) {
            Batch other;
            other.connections.push_back(connection(id, base::noId));
            other.endedConnections = {id};
            releaseEnded(store, store.apply(std::move(other)));
        }
        QCOMPARE(store.connection(0), 2u);
        QCOMPARE(store.connections()[3].id, base::noId);
    }

    void ignoresWhatArrivesForAReleasedRow()
    {
        Store store;
        live(store, 0, 2'000);
        const size_t before = store.memoryBytes();
        Batch late = life(5);
        const Store::Change change = store.apply(std::move(late));
        QCOMPARE(store.exchange(5).id, base::noId);
        QCOMPARE(store.connections()[5].id, base::noId);
        QCOMPARE(store.itemCount(5), 0u);
        QVERIFY(store.tcp(5, 0, 100).empty());
        releaseEnded(store, change);
        QCOMPARE(store.memoryBytes(), before);
    }

    void keepsWhatIsToBeReadAgain()
    {
        Store store;
        const std::vector<ExchangeId> kept{3};
        for (uint32_t id = 0; id < 20'000; ++id) {
            const Store::Change change = store.apply(life(id));
            const std::vector<ExchangeId> ids{id};
            store.release(id == 3 ? std::span<const ExchangeId>() : ids, change, kept);
        }
        // Its names too, though all others' are gone by now.
        QVERIFY(store.nameCount() < 15'000);
        QCOMPARE(store.host(3), "host3");
        QCOMPARE(store.path(3), "/3");
        QCOMPARE(store.exchange(3).contentEncoding, "gzip");
        QCOMPARE(store.exchange(3).request.head.at(0).length, 40u);
        QCOMPARE(store.items(3).size(), 1u);
        QCOMPARE(store.connections()[3].sni, "server3");
        QCOMPARE(store.processes()[3].comm, "curl");
        QCOMPARE(store.connections()[4].sni, "");
        QCOMPARE(store.slicesOf(kept).size(), size_t(1));
        store.release(kept, {}, {});
        QCOMPARE(store.host(3), "");
    }

    void tellsTheSlicesOfExchangesInProgress()
    {
        Store store;
        Batch batch = life(0);
        batch.exchanges[0].state = State::InProgress;
        batch.exchanges[0].response.body = {{5'000, 6, 0}};
        batch.exchanges.push_back(row(1, 0, 0));
        batch.items[0].second.slices = {{base::Slice::derivedBit | 70, 8, 0}};
        store.apply(std::move(batch));
        std::vector<base::Slice> slices = store.slicesOf({});
        std::ranges::sort(slices, {}, &base::Slice::position);
        QCOMPARE(slices.size(), size_t(3));
        QCOMPARE(slices[0].length, 40u);
        QCOMPARE(slices[1].position, uint64_t(5'000));
        QVERIFY(slices[2].derived());
    }
};

QTEST_GUILESS_MAIN(TestStoreRelease)
#include "tst_store_release.moc"
