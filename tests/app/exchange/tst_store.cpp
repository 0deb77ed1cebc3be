// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/store.h"

#include "tests/support/processor_time.h"
#include "tests/support/slowness.h"

#include <QtTest>

using namespace exchange;

namespace {

constexpr base::Time day = 1'790'000'000'000'000'000;

// A small request as nginx and curl send it, with a path of 48 bytes.
Exchange typical(ExchangeId id)
{
    Exchange e;
    e.id = id;
    e.connection = id / 10;
    e.process = id % 4;
    e.tid = 4'000 + id % 16;
    e.stream = id % 10;
    e.state = State::Complete;
    e.side = base::Side::Client;
    e.protocol = protocols::Protocol::Http11;
    e.method = id % 5 ? "GET" : "POST";
    e.scheme = "https";
    e.host = "service" + std::to_string(id % 50) + ".local:8443";
    e.path = "/api/v1/orders/" + std::to_string(100'000'000 + id) + "/items?page=1&size=50abc";
    e.status = id % 7 ? 200 : 404;
    e.reason = id % 7 ? "OK" : "Not Found";
    e.contentType = "application/json";
    e.contentEncoding = "gzip";
    const base::Time begin = day + base::Time(id) * 1'000'003;
    const uint64_t position = uint64_t(id) * 2'311 + 777;
    e.request.head = {{position, 343, 0}};
    e.request.body = {{position + 343, 120, 0}};
    e.request.headBytes = 343;
    e.request.bodyBytes = 120;
    e.request.begin = begin;
    e.request.headEnd = begin;
    e.request.end = begin + 20'411;
    e.request.complete = true;
    e.response.head = {{position + 600, 255, 0}};
    e.response.body = {{position + 855, 1'024, 0}};
    e.response.headBytes = 255;
    e.response.bodyBytes = 1'024;
    e.response.begin = begin + 1'734'211;
    e.response.headEnd = e.response.begin;
    e.response.end = e.response.begin + 310'400;
    e.response.complete = true;
    return e;
}

Batch batchOf(ExchangeId from, ExchangeId to)
{
    Batch batch;
    for (ExchangeId id = from; id < to; ++id)
        batch.exchanges.push_back(typical(id));
    return batch;
}

void compareMessages(const Message &a, const Message &b)
{
    const auto text = [](const std::vector<base::Slice> &slices) {
        QStringList list;
        for (const base::Slice &slice : slices)
            list << QString("%1+%2").arg(slice.position).arg(slice.length);
        return list.join(' ');
    };
    QCOMPARE(text(a.head), text(b.head));
    QCOMPARE(text(a.body), text(b.body));
    QCOMPARE(text(a.trailers), text(b.trailers));
    QCOMPARE(a.headBytes, b.headBytes);
    QCOMPARE(a.bodyBytes, b.bodyBytes);
    QCOMPARE(a.bodyLost, b.bodyLost);
    QCOMPARE(a.begin, b.begin);
    QCOMPARE(a.headEnd, b.headEnd);
    QCOMPARE(a.end, b.end);
    QCOMPARE(a.complete, b.complete);
    QCOMPARE(int(a.fault), int(b.fault));
}

void compare(const Exchange &a, const Exchange &b)
{
    QCOMPARE(a.id, b.id);
    QCOMPARE(a.connection, b.connection);
    QCOMPARE(a.process, b.process);
    QCOMPARE(a.tid, b.tid);
    QCOMPARE(a.stream, b.stream);
    QCOMPARE(int(a.kind), int(b.kind));
    QCOMPARE(int(a.state), int(b.state));
    QCOMPARE(int(a.side), int(b.side));
    QCOMPARE(int(a.protocol), int(b.protocol));
    QCOMPARE(a.method, b.method);
    QCOMPARE(a.scheme, b.scheme);
    QCOMPARE(a.host, b.host);
    QCOMPARE(a.path, b.path);
    QCOMPARE(a.status, b.status);
    QCOMPARE(a.reason, b.reason);
    QCOMPARE(a.contentType, b.contentType);
    QCOMPARE(a.contentEncoding, b.contentEncoding);
    QCOMPARE(a.lostBytes, b.lostBytes);
    QCOMPARE(a.lostEvents, b.lostEvents);
    QCOMPARE(a.tcp.has_value(), b.tcp.has_value());
    compareMessages(a.request, b.request);
    compareMessages(a.response, b.response);
}

} // namespace

class TestStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesBackWhatItWasGiven()
    {
        Store store;
        const Store::Change change = store.apply(batchOf(0, 100));
        QCOMPARE(change.firstNew, 0u);
        QVERIFY(change.changed.empty());
        QCOMPARE(store.size(), 100u);
        for (ExchangeId id = 0; id < 100; ++id)
            compare(store.exchange(id), typical(id));
    }

    void keepsOddValues()
    {
        Exchange odd = typical(0);
        odd.request.head = {{base::Slice::derivedBit | 12, 40, 0}, {5, 1, 0}, {base::Slice::derivedBit | 2, 9, 0}};
        odd.request.trailers = {{uint64_t(1) << 60, 0xffffffffu, 0}};
        odd.request.headBytes = 3;
        odd.request.bodyBytes = 0;
        odd.response.begin = 0;
        odd.response.headEnd = 0;
        odd.response.end = odd.request.begin - 5;
        odd.response.bodyLost = uint64_t(1) << 40;
        odd.response.fault = protocols::Fault::CutByClose;
        odd.stream = ~uint64_t(0);
        odd.path = std::string(300'000, 'p');
        odd.lostBytes = 77;
        odd.lostEvents = 3;
        odd.state = State::Cut;
        odd.tcp = TcpFigures{};
        odd.tcp->srttUs = 140;
        odd.tcp->bytesReceived = ~uint64_t(0);
        Batch batch;
        batch.exchanges.push_back(odd);
        batch.exchanges.push_back(typical(1));
        Store store;
        store.apply(std::move(batch));
        compare(store.exchange(0), odd);
        QCOMPARE(*store.exchange(0).tcp->srttUs, 140u);
        QVERIFY(!store.exchange(0).tcp->cwnd);
        QCOMPARE(*store.exchange(0).tcp->bytesReceived, ~uint64_t(0));
        QCOMPARE(store.lostBytes(0), uint64_t(77));
        compare(store.exchange(1), typical(1));
    }

    void followsAnExchangeFromItsFirstByteToItsLast()
    {
        Store store;
        Exchange e = typical(0);
        e.state = State::InProgress;
        e.response = {};
        e.status = 0;
        Batch first;
        first.exchanges.push_back(e);
        store.apply(std::move(first));
        compare(store.exchange(0), e);
        QCOMPARE(store.path(0), std::string_view(e.path));
        QCOMPARE(store.duration(0), base::unknownDuration);
        QCOMPARE(store.wait(0), base::unknownDuration);

        const Store::Change change = store.apply(batchOf(0, 2));
        QCOMPARE(change.changed, std::vector<ExchangeId>{0});
        QCOMPARE(change.firstNew, 1u);
        compare(store.exchange(0), typical(0));
        QCOMPARE(store.duration(0), base::Duration(1'734'211 + 310'400));
        QCOMPARE(store.wait(0), base::Duration(1'734'211 - 20'411));
        QCOMPARE(store.path(0), std::string_view(typical(0).path));
    }

    void takesAnUpdateAfterCompletion()
    {
        Store store;
        store.apply(batchOf(0, 3));
        Exchange late = typical(1);
        late.path += "/and-more";
        late.request.trailers = {{9'999, 12, 0}};
        Batch batch;
        batch.exchanges.push_back(late);
        store.apply(std::move(batch));
        compare(store.exchange(0), typical(0));
        compare(store.exchange(1), late);
        compare(store.exchange(2), typical(2));
    }

    void ignoresIdsThatLeaveAHole()
    {
        Store store;
        Batch batch;
        batch.exchanges = {typical(5), typical(0), typical(base::noId), typical(1)};
        batch.connections.resize(1);
        batch.connections[0].id = 7;
        batch.processes.resize(2);
        store.apply(std::move(batch));
        QCOMPARE(store.size(), 2u);
        compare(store.exchange(1), typical(1));
        QVERIFY(store.connections().empty());
        QVERIFY(store.processes().empty());
    }

    void answersForRowsThatAreNotThere()
    {
        Store store;
        QCOMPARE(store.exchange(3).id, base::noId);
        QCOMPARE(store.path(3), std::string_view());
        QCOMPARE(store.host(3), std::string_view());
        QCOMPARE(store.begin(3), base::Time(0));
        QCOMPARE(store.process(base::noId), base::noId);
        QVERIFY(!store.firstOfConnection(0));
    }

    void knowsTheFirstExchangeOfAConnection()
    {
        Batch batch = batchOf(0, 30);
        for (ConnectionId id = 0; id < 3; ++id)
            batch.connections.emplace_back().id = id;
        Store store;
        store.apply(std::move(batch));
        QVERIFY(store.firstOfConnection(10));
        QVERIFY(!store.firstOfConnection(11));
    }

    void placesAFailedConnectionAtTheTimeItWasTried()
    {
        Batch batch;
        Exchange failed;
        failed.id = 0;
        failed.kind = Kind::Failed;
        failed.state = State::Failed;
        failed.connection = 0;
        batch.exchanges.push_back(failed);
        Connection connection;
        connection.id = 0;
        connection.opened = day;
        connection.closed = day + 5;
        batch.connections.push_back(connection);
        Store store;
        store.apply(std::move(batch));
        QCOMPARE(store.begin(0), day);
        QCOMPARE(store.duration(0), base::Duration(5));
    }

    void removesACoverageLineThatIsWithdrawn()
    {
        Store store;
        Batch batch;
        batch.coverage.resize(3);
        for (uint32_t i = 0; i < 3; ++i)
            batch.coverage[i].pid = 10 + i;
        store.apply(std::move(batch));
        Batch second;
        second.coverage.resize(3);
        second.coverage[0].pid = 11;
        second.coverage[0].withdrawn = true;
        second.coverage[1].pid = 99;   // never there
        second.coverage[1].withdrawn = true;
        second.coverage[2].pid = 12;
        second.coverage[2].library = "OpenSSL";
        store.apply(std::move(second));
        QCOMPARE(store.coverage().size(), size_t(2));
        QCOMPARE(store.coverage()[0].pid, 10u);
        QCOMPARE(store.coverage()[1].library, "OpenSSL");
    }

    void keepsTheNewestCoverageOfEachProcessAndFile()
    {
        Store store;
        Batch batch;
        batch.coverage.resize(4);
        batch.coverage[0].pid = batch.coverage[1].pid = 12;
        batch.coverage[0].library = batch.coverage[1].library = "OpenSSL";
        batch.coverage[0].path = batch.coverage[1].path = "/usr/lib/libssl.so.3";
        batch.coverage[1].readable = true;
        batch.coverage[2].pid = 13;
        // Another copy of the same library in the same process.
        batch.coverage[3] = batch.coverage[0];
        batch.coverage[3].path = "/opt/lib/libssl.so.3";
        batch.losses = {{"ring buffer full", 4, 400}};
        batch.capturedBytes = 1'000;
        store.apply(std::move(batch));
        QCOMPARE(store.coverage().size(), size_t(3));
        QVERIFY(store.coverage()[0].readable);
        QVERIFY(!store.coverage()[2].readable);
        store.apply({});
        QCOMPARE(store.losses().size(), size_t(1));
        QCOMPARE(store.capturedBytes(), uint64_t(1'000));
        store.clear();
        QCOMPARE(store.coverage().size(), size_t(0));
        QCOMPARE(store.size(), 0u);
    }

    void takesAtMostTwoHundredBytesARow()
    {
        constexpr uint32_t rows = 100'000;
        Store store;
        QCOMPARE(typical(4'711).path.size(), size_t(48));
        store.apply(batchOf(0, rows));
        const double bytes = double(store.memoryBytes()) / rows;
        qInfo("%.1f bytes an exchange", bytes);
        QVERIFY2(bytes <= 200, qPrintable(QString::number(bytes)));
    }

    void takesAMillionRowsASecond()
    {
        constexpr uint32_t rows = 500'000;
        double best = 0;
        for (int round = 0; round < 3; ++round) {
            Store store;
            std::vector<Batch> batches;
            for (ExchangeId id = 0; id < rows; id += 5'000)
                batches.push_back(batchOf(id, id + 5'000));
            const double began = support::threadSeconds();
            for (Batch &batch : batches)
                store.apply(std::move(batch));
            best = std::max(best, rows / (support::threadSeconds() - began));
        }
        qInfo("%.2f million rows a second", best / 1e6);
        // Half of the target, so that a busy machine does not fail the test.
        QVERIFY2(best >= 500'000 / support::slowness, qPrintable(QString::number(best)));
    }

    void movesTheExchangesOfAMergedConnection()
    {
        Store store;
        Batch batch = batchOf(0, 2);
        batch.connections.resize(2);
        batch.connections[1].id = 1;
        batch.connections[0].id = 0;
        batch.exchanges[0].connection = batch.exchanges[1].connection = 1;
        store.apply(std::move(batch));
        QCOMPARE(store.connection(0), 1u);
        Batch tied;
        tied.connections.resize(1);
        tied.connections[0].id = 1;
        tied.connections[0].mergedInto = 0;
        store.apply(std::move(tied));
        QCOMPARE(store.connection(0), 0u);
        QCOMPARE(store.exchange(1).connection, 0u);
        QVERIFY(store.firstOfConnection(0));
        QVERIFY(!store.firstOfConnection(1));
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
