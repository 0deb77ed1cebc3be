// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/connection_sink.h"
#include "app/exchange/store.h"

#include <QRegularExpression>
#include <QTest>

#include <cerrno>

using namespace exchange;
using protocols::Fault;
using protocols::Field;
using protocols::Half;

namespace {

// A disk that may be full.
struct Disk final : base::DerivedBytes {
    bool full = false;
    uint64_t size = 0;
    std::expected<base::Slice, int> append(std::span<const std::byte> bytes) override
    {
        if (full)
            return std::unexpected(ENOSPC);
        size += bytes.size();
        return base::Slice{base::Slice::derivedBit | (size - bytes.size()), uint32_t(bytes.size()), 0};
    }
};

// Plays the events of one connection into a builder.
struct Stage {
    Disk disk;
    Builder builder;
    ConnectionSink sink;
    base::Time now = 1'000'000'000;

    explicit Stage(base::Side side = base::Side::Client, uint64_t bodyMax = bodyMaxUsual)
        : builder(disk, bodyMax)
        , sink(builder, builder.newConnection().id)
    {
        Connection &connection = builder.connection(0);
        connection.side = side;
        connection.tls = true;
        connection.remote = {base::Family::V4, 8443, {127, 0, 0, 1}};
        sink.setProtocol(protocols::Protocol::Http11);
    }
    void request(uint64_t stream, std::string_view method, std::string_view target, std::vector<Field> fields = {})
    {
        sink.requestHead(stream, {method, target, "HTTP/1.1", {}, {}, fields, {}, 30}, now += 1'000'000);
    }
    void response(uint64_t stream, int status, std::vector<Field> fields = {})
    {
        sink.responseHead(stream, {status, "HTTP/1.1", "", fields, {}, 20}, now += 1'000'000);
    }
    void body(uint64_t stream, Half half, uint64_t position, size_t length)
    {
        static const std::vector<std::byte> bytes(100'000);
        sink.body(stream, half, {std::span(bytes).first(length), position}, now += 1'000'000);
    }
    void end(uint64_t stream, Half half) { sink.messageEnd(stream, half, now += 1'000'000); }
    Exchange only()
    {
        const Batch batch = builder.drain();
        return batch.exchanges.size() == 1 ? batch.exchanges[0] : Exchange{};
    }
};

}

class TestBuilder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void followsAnExchangeFromItsStartToItsEnd()
    {
        Stage stage;
        stage.request(0, "GET", "/x", {{"Host", "a.local:8443"}});
        Exchange e = stage.only();
        QCOMPARE(e.state, State::InProgress);
        QCOMPARE(e.host, "a.local:8443");
        stage.end(0, Half::Request);
        stage.response(0, 200, {{"content-type", "Application/JSON; charset=utf-8"}, {"Content-Encoding", "gzip"}});
        stage.end(0, Half::Response);
        e = stage.only();
        QCOMPARE(e.state, State::Complete);
        QCOMPARE(e.contentType, "application/json");
        QCOMPARE(e.contentEncoding, "gzip");
        QVERIFY(e.request.complete && e.response.complete);
        QVERIFY(stage.builder.drain().empty());
    }

    void takesAnUpgradeOverHttp2AsOneOnlyWhenTheServerAgrees()
    {
        Stage stage;
        stage.request(1, "CONNECT", "/chat", {{":protocol", "websocket"}});
        stage.request(3, "CONNECT", "/chat", {{":protocol", "websocket"}});
        for (const uint64_t stream : {1, 3})
            stage.sink.asksForChannel(stream, protocols::Protocol::WebSocket);
        stage.response(1, 200);
        stage.response(3, 404);
        const Batch batch = stage.builder.drain();
        QCOMPARE(batch.exchanges.at(0).kind, Kind::Channel);
        QCOMPARE(batch.exchanges.at(0).scheme, "wss");
        QCOMPARE(batch.exchanges.at(1).kind, Kind::Http);
        QCOMPARE(batch.exchanges.at(1).protocol, protocols::Protocol::Http11);   // as the stage reports it
        QCOMPARE(batch.exchanges.at(1).scheme, "https");
    }

    void namesTheHostByAddressWhenTheProgramDidNot()
    {
        Stage stage;
        stage.request(0, "GET", "/");
        QCOMPARE(stage.only().host, "127.0.0.1:8443");
    }

    void readsAnAbsoluteTarget()
    {
        Stage stage;
        stage.request(0, "GET", "http://b.local/y?z=1", {{"Host", "proxy"}});
        const Exchange e = stage.only();
        QCOMPARE(e.scheme, "http");
        QCOMPARE(e.host, "b.local");
        QCOMPARE(e.path, "/y?z=1");
    }

    void readsTheTargetOfATunnel()
    {
        Stage stage;
        stage.request(0, "CONNECT", "b.local:443");
        QCOMPARE(stage.only().host, "b.local:443");
    }

    void joinsNeighbouringPiecesOfABody()
    {
        Stage stage;
        stage.request(0, "PUT", "/");
        stage.body(0, Half::Request, 1000, 100);
        stage.body(0, Half::Request, 1100, 50);
        stage.body(0, Half::Request, 5000, 10);
        const Exchange e = stage.only();
        QCOMPARE(e.request.body.size(), size_t(2));
        QCOMPARE(e.request.body[0].length, 150u);
        QCOMPARE(e.request.bodyBytes, uint64_t(160));
    }

    void passesOverInformationalAnswers()
    {
        Stage stage;
        stage.request(0, "PUT", "/");
        stage.response(0, 100);
        stage.response(0, 201);
        stage.end(0, Half::Request);
        stage.end(0, Half::Response);
        const Exchange e = stage.only();
        QCOMPARE(e.status, 201);
        QCOMPARE(e.response.begin, base::Time(1'002'000'000));
    }

    void waitsForTheRequestAfterAnEarlyAnswer()
    {
        Stage stage;
        stage.request(0, "POST", "/");
        stage.response(0, 413);
        stage.end(0, Half::Response);
        QCOMPARE(stage.only().state, State::InProgress);
        stage.end(0, Half::Request);
        QCOMPARE(stage.only().state, State::Complete);
    }

    void keepsAnAnswerWithoutItsRequest()
    {
        Stage stage;
        stage.response(0, 200);
        stage.end(0, Half::Response);
        const Exchange e = stage.only();
        QCOMPARE(e.state, State::Complete);
        QCOMPARE(e.method, "");
        QCOMPARE(e.request.begin, base::Time(0));
    }

    void saysWhatIsMissing()
    {
        Stage stage;
        stage.request(0, "GET", "/");
        stage.end(0, Half::Request);
        stage.response(0, 200);
        stage.sink.bodyLost(0, Half::Response, 77, stage.now);
        stage.end(0, Half::Response);
        const Exchange e = stage.only();
        QCOMPARE(e.state, State::Cut);
        QCOMPARE(e.lostBytes, uint64_t(77));
        QVERIFY(!e.response.complete);
    }

    // Two bodies exceed the limit, one reaches it exactly.
    void countsWhatIsBeyondTheLimitOfABody()
    {
        Stage stage(base::Side::Client, 150);
        stage.request(0, "PUT", "/");
        stage.body(0, Half::Request, 1000, 100);
        stage.body(0, Half::Request, 2000, 100);
        stage.body(0, Half::Request, 3000, 70);
        stage.end(0, Half::Request);
        stage.response(0, 200);
        stage.body(0, Half::Response, 4000, 150);
        stage.end(0, Half::Response);
        stage.request(1, "GET", "/");
        stage.end(1, Half::Request);
        stage.response(1, 200);
        stage.body(1, Half::Response, 5000, 151);
        stage.end(1, Half::Response);
        const Batch batch = stage.builder.drain();
        const Exchange &e = batch.exchanges.at(0);
        QCOMPARE(e.state, State::Cut);
        QCOMPARE(e.request.body.size(), size_t(2));
        QCOMPARE(e.request.body[1].position, uint64_t(2000));
        QCOMPARE(e.request.body[1].length, 50u);
        QCOMPARE(e.request.bodyBytes, uint64_t(150));
        QCOMPARE(e.request.bodyLost, uint64_t(120));
        QCOMPARE(e.request.fault, Fault::BeyondLimit);
        QVERIFY(!e.request.complete);
        QCOMPARE(e.lostBytes, uint64_t(120));
        QCOMPARE(e.lostEvents, 1u);
        QCOMPARE(e.response.bodyBytes, uint64_t(150));
        QVERIFY(e.response.complete);
        QCOMPARE(batch.exchanges.at(1).response.bodyLost, uint64_t(1));
        QCOMPARE(batch.connections.at(0).lostBytes, uint64_t(121));
        QCOMPARE(batch.losses.size(), size_t(1));
        QCOMPARE(batch.losses[0].cause, bodyBeyondLimit);
        QCOMPARE(batch.losses[0].events, uint64_t(2));
        QCOMPARE(batch.losses[0].bytes, uint64_t(121));
    }

    void hasNoLimitForAChannelOrWhereNoneIsAskedFor()
    {
        for (const uint64_t bodyMax : {uint64_t(10), UINT64_MAX}) {
            Stage stage(base::Side::Client, bodyMax);
            stage.request(1, "CONNECT", "/chat", {{":protocol", "websocket"}});
            if (bodyMax == 10)
                stage.sink.asksForChannel(1, protocols::Protocol::WebSocket);
            stage.response(1, 200);
            stage.body(1, Half::Response, 1000, 100);
            const Exchange e = stage.only();
            QCOMPARE(e.response.bodyBytes, uint64_t(100));
            QCOMPARE(e.lostBytes, uint64_t(0));
        }
    }

    void failsAnExchangeThatTheCloseCutOff()
    {
        Stage stage;
        stage.request(0, "GET", "/");
        stage.end(0, Half::Request);
        stage.sink.finish(stage.now);
        const Exchange e = stage.only();
        QCOMPARE(e.state, State::Failed);
        QCOMPARE(e.response.fault, Fault::CutByClose);
    }

    void putsTheRestOfAMalformedAnswerWithIt()
    {
        Stage stage;
        stage.request(0, "GET", "/");
        stage.end(0, Half::Request);
        stage.response(0, 200);
        stage.sink.fault(0, Half::Response, Fault::MalformedChunk, stage.now);
        static const std::vector<std::byte> rest(9);
        stage.sink.raw(base::Direction::Received, {rest, 4000}, stage.now);
        const Exchange e = stage.only();
        QCOMPARE(e.state, State::Failed);
        QCOMPARE(e.response.fault, Fault::MalformedChunk);
        QCOMPARE(e.response.bodyBytes, uint64_t(9));
    }

    void keepsForeignBytesAsAConversation()
    {
        Stage stage(base::Side::Server);
        static const std::vector<std::byte> bytes(9);
        stage.sink.raw(base::Direction::Received, {bytes, 100}, stage.now);
        stage.sink.raw(base::Direction::Sent, {std::span(bytes).first(4), 200}, stage.now);
        stage.sink.rawLost(base::Direction::Sent, 5, stage.now);
        stage.sink.finish(stage.now);
        const Exchange e = stage.only();
        QCOMPARE(e.kind, Kind::Conversation);
        QCOMPARE(e.request.bodyBytes, uint64_t(9));
        QCOMPARE(e.response.bodyBytes, uint64_t(4));
        QCOMPARE(e.state, State::Cut);
    }

    void makesAGapWithItsCauseOfWhatCannotBeWritten()
    {
        Stage stage;
        stage.disk.full = true;
        const std::string head = "GET / HTTP/2\r\n\r\n", row = "[1,2]";
        const base::Slice lostHead = stage.sink.derive(std::as_bytes(std::span(head)));
        QVERIFY(lostHead.lost());
        stage.sink.requestHead(1, {"GET", "/", "HTTP/2", {}, {}, {}, {&lostHead, 1}, 30}, stage.now);
        const base::Slice lostRow = stage.sink.derive(std::as_bytes(std::span(row)));
        stage.sink.item(1, {.kind = protocols::ItemKind::Row, .slices = {&lostRow, 1}, .wireBytes = 20});
        stage.disk.full = false;
        const base::Slice kept = stage.sink.derive(std::as_bytes(std::span(row)));
        stage.sink.item(1, {.kind = protocols::ItemKind::Row, .slices = {&kept, 1}, .wireBytes = 20});
        const Batch batch = stage.builder.drain();
        QVERIFY(batch.exchanges.at(0).request.head.empty());
        QCOMPARE(batch.exchanges.at(0).lostBytes, head.size() + row.size());
        QVERIFY(batch.items.at(0).second.slices.empty());
        QCOMPARE(batch.items.at(0).second.lostBytes, row.size());
        QCOMPARE(batch.items.at(0).second.label, notWritten);
        QCOMPARE(batch.items.at(1).second.slices.size(), size_t(1));
        QCOMPARE(batch.items.at(1).second.lostBytes, uint64_t(0));
        QCOMPARE(batch.losses.size(), size_t(1));
        QCOMPARE(batch.losses[0].cause, "derived contents could not be written: No space left on device");
        QCOMPARE(batch.losses[0].events, uint64_t(2));
        QCOMPARE(batch.losses[0].bytes, head.size() + row.size());
    }

    void keepsItsOwnLossesBesideTheHelpers()
    {
        Stage stage;
        stage.builder.lost("one", 7);
        stage.builder.losses({{"ring buffer full", 1, 2}});
        QCOMPARE(stage.builder.drain().losses.size(), size_t(2));
        stage.builder.losses({{"ring buffer full", 3, 4}});
        const std::vector<Loss> losses = stage.builder.drain().losses;
        QCOMPARE(losses.size(), size_t(2));
        QCOMPARE(losses[0].events, uint64_t(3));
        QCOMPARE(losses[1].cause, "one");
    }

    // 10 GiB in pieces of 16 KiB, each after its frame's head.
    void givesEachSliceOfALongStreamToOneBatchOnly()
    {
        Stage stage;
        Store store;
        constexpr uint64_t pieces = 10ull << 30 >> 14;
        stage.request(0, "GET", "/");
        size_t crossed = 0, most = 0;
        for (uint64_t piece = 0; piece < pieces; ++piece) {
            stage.sink.body(0, Half::Response, {std::span(reinterpret_cast<const std::byte *>(this), 1), piece * 16448}, stage.now += 1'000'000);
            if (piece % 100 != 0)
                continue;
            Batch batch = stage.builder.drain();
            for (const Exchange &exchange : batch.exchanges) {
                crossed += exchange.response.body.size();
                most = std::max(most, exchange.response.body.size());
            }
            store.apply(std::move(batch));
        }
        stage.end(0, Half::Request);
        stage.end(0, Half::Response);
        Batch last = stage.builder.drain();
        crossed += last.exchanges.at(0).response.body.size();
        store.apply(std::move(last));
        QCOMPARE(crossed, pieces);
        QVERIFY2(most <= 1100, qPrintable(QString::number(most)));
        const Exchange whole = store.exchange(0);
        QCOMPARE(whole.response.body.size(), pieces);
        QCOMPARE(whole.response.bodyBytes, pieces);
        for (uint64_t piece = 0; piece < pieces; ++piece)
            if (whole.response.body[piece].position != piece * 16448)
                QFAIL(qPrintable(QString::number(piece)));
        qInfo("%llu slices of 10 GiB crossed once, at most %zu in a batch; the store holds %zu KiB", (unsigned long long)pieces, most,
              store.memoryBytes() >> 10);
    }

    void givesIdsInTheOrderOfStartWithoutHoles()
    {
        Stage stage;
        for (uint64_t stream = 0; stream < 50; ++stream)
            stage.request(stream, "GET", "/");
        const Batch batch = stage.builder.drain();
        QCOMPARE(batch.exchanges.size(), size_t(50));
        for (uint32_t i = 0; i < 50; ++i)
            QCOMPARE(batch.exchanges[i].id, i);
    }

    void saysOnceWhatHasEnded()
    {
        Stage stage;
        const ProcessId process = stage.builder.newProcess().id;
        stage.builder.drain();
        stage.builder.forgetProcess(process);
        stage.builder.forgetConnection(0);
        const Batch batch = stage.builder.drain();
        QVERIFY(!batch.empty());
        QCOMPARE(batch.endedConnections, std::vector<ConnectionId>{0});
        QCOMPARE(batch.endedProcesses, std::vector<ProcessId>{process});
        QCOMPARE(stage.builder.liveConnections() + stage.builder.liveProcesses(), size_t(0));
        QVERIFY(stage.builder.drain().empty());
    }

    void reportsAGrowingBodyOfManyPiecesOnlyOnceASecond()
    {
        Stage stage;
        stage.request(0, "PUT", "/");
        for (uint64_t piece = 0; piece < 300; ++piece)
            stage.body(0, Half::Request, piece * 1000, 10);
        QVERIFY(!stage.builder.drain().empty());

        const base::Time told = stage.now;
        int reports = 0;
        while (stage.now < told + 3'000'000'000) {
            stage.body(0, Half::Request, uint64_t(stage.now), 10);
            reports += !stage.builder.drain().empty();
        }
        QVERIFY2(reports >= 2 && reports <= 4, qPrintable(QString::number(reports)));
    }
};

QTEST_GUILESS_MAIN(TestBuilder)
#include "tst_builder.moc"
