// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/body_slots.h"

#include <QRegularExpression>
#include <QTest>

#include <cerrno>

using namespace session;
using protocols::Half;
using protocols::ItemKind;

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

// Plays the events of one parser.
struct Stage {
    Disk derived;
    exchange::Builder builder{derived};
    exchange::ConnectionSink exchanges{builder, builder.newConnection().id};
    BodySlots bodies{exchanges};
    base::Time now = 1'000'000'000;

    Stage()
    {
        builder.connection(0).side = base::Side::Client;
        builder.connection(0).tls = true;
        exchanges.setProtocol(protocols::Protocol::Http11);
    }
    void request(uint64_t stream, std::vector<protocols::Field> fields = {})
    {
        bodies.requestHead(stream, {"GET", "/chat", "HTTP/1.1", {}, {}, fields, {}, 30}, now += 1'000'000);
        bodies.messageEnd(stream, Half::Request, now);
    }
    void response(uint64_t stream, int status, std::vector<protocols::Field> fields = {})
    {
        bodies.responseHead(stream, {status, "HTTP/1.1", "", fields, {}, 20}, now += 1'000'000);
    }
    void upgrade(std::string_view protocol)
    {
        request(0);
        response(0, 101, {{"Upgrade", protocol}});
        bodies.messageEnd(0, Half::Response, now);
        bodies.upgraded(0, protocol, now += 1'000'000);
    }
};

base::Bytes bytesOf(const std::string &text, uint64_t position)
{
    return {std::as_bytes(std::span(text)), position};
}

}

class TestBodySlots : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void feedsWhatFollowsAnUpgradeToTheBodyParserThatReadsIt()
    {
        Stage stage;
        stage.upgrade("websocket");
        exchange::Batch batch = stage.builder.drain();
        QCOMPARE(batch.exchanges.size(), size_t(1));
        QCOMPARE(batch.exchanges[0].kind, exchange::Kind::Channel);
        QCOMPARE(batch.exchanges[0].state, exchange::State::InProgress);
        QCOMPARE(batch.exchanges[0].scheme, "wss");
        const std::string frame("\x81\x02hi", 4);
        stage.bodies.raw(base::Direction::Received, {std::as_bytes(std::span(frame)), 500}, stage.now += 1'000'000);
        batch = stage.builder.drain();
        QCOMPARE(batch.items.size(), size_t(1));
        QCOMPARE(batch.items[0].first, base::ExchangeId(0));
        QCOMPARE(batch.items[0].second.kind, ItemKind::Text);
        QCOMPARE(batch.items[0].second.half, Half::Response);
        QCOMPARE(batch.items[0].second.slices.at(0).position, uint64_t(502));
        const base::Time asked = batch.exchanges[0].request.end;
        stage.bodies.raw(base::Direction::Sent, {std::as_bytes(std::span(frame)), 600}, stage.now += 1'000'000);
        batch = stage.builder.drain();
        QCOMPARE(batch.exchanges.at(0).request.end, asked);
        QCOMPARE(batch.exchanges.at(0).response.end, stage.now);
        stage.bodies.rawLost(base::Direction::Received, 10, stage.now += 1'000'000);
        stage.bodies.finish(stage.now);
        batch = stage.builder.drain();
        QCOMPARE(batch.exchanges.size(), size_t(1));
        QCOMPARE(batch.exchanges[0].state, exchange::State::Cut);
        QCOMPARE(batch.exchanges[0].request.complete, true);
        QCOMPARE(batch.exchanges[0].response.complete, false);
    }

    void setsAsideForTheNextProtocolWhatFollowsAnotherUpgrade()
    {
        Stage stage;
        stage.upgrade("something");
        QVERIFY(stage.bodies.handedOver());
        const std::string rest = "the next protocol's";
        stage.bodies.raw(base::Direction::Received, bytesOf(rest, 700), stage.now);
        stage.bodies.rawLost(base::Direction::Sent, 12, stage.now);
        const HeldPieces pieces = stage.bodies.takeRest();
        QCOMPARE(pieces.count(), size_t(2));
        QCOMPARE(pieces.front().filePosition, uint64_t(700));
        QCOMPARE(pieces.front().data.size(), rest.size());
        QCOMPARE(pieces.back().gap, uint64_t(12));
        // The exchange that led here is over, and there is no conversation beside it.
        const exchange::Batch batch = stage.builder.drain();
        QCOMPARE(batch.exchanges.size(), size_t(1));
        QCOMPARE(batch.exchanges[0].state, exchange::State::Complete);
    }

    void endsBodyParsersBeforeTheirExchange()
    {
        Stage stage;
        stage.request(3);
        stage.response(3, 200, {{"content-type", "text/event-stream"}});
        const std::string event = "data: cut by the end";
        stage.bodies.body(3, Half::Response, bytesOf(event, 100), stage.now);
        stage.bodies.messageEnd(3, Half::Response, stage.now);
        const exchange::Batch batch = stage.builder.drain();
        QCOMPARE(batch.exchanges.at(0).state, exchange::State::Complete);
        QCOMPARE(batch.items.size(), size_t(1));
        QCOMPARE(batch.items[0].second.slices.at(0).position, uint64_t(106));
    }

    // Contents of every kind that the capture holds only in encoded form: base64, masked frames, gzip.
    void makesAGapOfMessagesThatCannotBeWritten_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("lost");
        QTest::newRow("gRPC-Web text") << QByteArray("content-type") << QByteArray("application/grpc-web-text") << QByteArray("AAAAAAVoZWxsbw==") << 5;
        QTest::newRow("records in gzip") << QByteArray("content-type") << QByteArray("application/x-ndjson")
                                         << QByteArray::fromHex("1f8b0800000000000203abaee5020006b0a1dd03000000") << 2;
        QTest::newRow("WebSocket") << QByteArray("upgrade") << QByteArray("websocket") << QByteArray("\x81\x82\1\2\3\4\x69\x6b", 8) << 2;
    }
    void makesAGapOfMessagesThatCannotBeWritten()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, bytes);
        QFETCH(int, lost);
        for (const bool full : {false, true}) {
            Stage stage;
            stage.derived.full = full;
            const bool channel = field == "upgrade";
            if (channel) {
                stage.upgrade("websocket");
            } else {
                stage.request(1);
                std::vector<protocols::Field> fields{{field.constData(), value.constData()}};
                if (bytes.startsWith("\x1f\x8b"))
                    fields.push_back({"content-encoding", "gzip"});
                stage.response(1, 200, fields);
            }
            const std::string all = bytes.toStdString();
            if (channel)
                stage.bodies.raw(base::Direction::Sent, bytesOf(all, 500), stage.now);
            else
                stage.bodies.body(1, Half::Response, bytesOf(all, 500), stage.now);
            stage.bodies.finish(stage.now);
            const exchange::Batch batch = stage.builder.drain();
            QVERIFY(!batch.items.empty());
            const exchange::Item &item = batch.items[0].second;
            QCOMPARE(item.slices.empty(), full);
            QCOMPARE(item.lostBytes, uint64_t(full ? lost : 0));
            QCOMPARE(item.label == exchange::notWritten, full);
            QCOMPARE(batch.losses.empty(), !full);
            for (const base::Slice &slice : item.slices)
                QVERIFY(slice.derived());
        }
    }

    void feedsABodyToTheParserOfItsOwnStreamOnly()
    {
        Stage stage;
        for (const uint64_t stream : {1, 3}) {
            stage.request(stream);
            stage.response(stream, 200, {{"content-type", stream == 1 ? "application/x-ndjson" : "text/plain"}});
        }
        const std::string line = "{}\n";
        stage.bodies.body(1, Half::Response, bytesOf(line, 100), stage.now);
        stage.bodies.body(3, Half::Response, bytesOf(line, 200), stage.now);
        const exchange::Batch batch = stage.builder.drain();
        QCOMPARE(batch.items.size(), size_t(1));
        QCOMPARE(batch.items[0].first, base::ExchangeId(0));
        QCOMPARE(batch.items[0].second.kind, ItemKind::Record);
    }
};

QTEST_GUILESS_MAIN(TestBodySlots)
#include "tst_body_slots.moc"
