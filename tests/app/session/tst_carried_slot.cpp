// SPDX-License-Identifier: GPL-3.0-or-later
// MQTT inside WebSocket, from the bytes after the upgrade to exchanges.
#include "app/session/body_slots.h"

#include <QRegularExpression>
#include <QTest>

#include <cerrno>

using namespace session;
using base::Direction;
using protocols::Half;
using protocols::ItemKind;
using protocols::Protocol;

namespace {

struct Disk final : base::DerivedBytes {
    bool full = false;
    std::string bytes;
    std::expected<base::Slice, int> append(std::span<const std::byte> more) override
    {
        if (full)
            return std::unexpected(ENOSPC);
        const uint64_t at = bytes.size();
        bytes.append(reinterpret_cast<const char *>(more.data()), more.size());
        return base::Slice{base::Slice::derivedBit | at, uint32_t(more.size()), 0};
    }
};

// Masked, like everything a client sends; one byte of the mask is not 0.
std::string frame(const std::string &payload, bool masked, char first = '\x82')
{
    std::string bytes{first, char(payload.size() | (masked ? 0x80 : 0))};
    if (masked)
        bytes += std::string("\0\x11\0\0", 4);
    for (size_t i = 0; i < payload.size(); ++i)
        bytes += char(payload[i] ^ (masked && i % 4 == 1 ? 0x11 : 0));
    return bytes;
}

const std::string connectPacket("\x10\x1b\0\4MQTT\4\xc2\0\x3c\0\3dev\0\2me\0\6s3cret", 29);
const std::string connAck("\x20\2\0\0", 4);
const std::string subscribe("\x82\x08\0\1\0\3a/#\1", 10);
const std::string subAck("\x90\3\0\1\1", 5);
const std::string publishPacket("\x30\x0a\0\3a/bhello", 12);
const std::string bye("\xe0\0", 2);

// A connection that has just become a WebSocket.
struct Stage {
    Disk disk;
    exchange::Builder builder{disk};
    exchange::ConnectionSink exchanges{builder, builder.newConnection().id};
    BodySlots bodies{exchanges};
    base::Time now = 1'000'000'000;
    std::string file;                 // the capture
    std::map<uint32_t, exchange::Exchange> rows;
    std::vector<std::pair<base::ExchangeId, exchange::Item>> items;
    uint64_t lostOfConnection = 0;

    explicit Stage(bool client = true, std::string_view subprotocol = "mqtt")
    {
        exchange::Connection &connection = builder.connection(0);
        connection.side = client ? base::Side::Client : base::Side::Server;
        connection.tls = true;
        fromClient = client ? Direction::Sent : Direction::Received;
        exchanges.setProtocol(Protocol::Http11);
        const std::vector<protocols::Field> fields{{"Upgrade", "websocket"}, {"Sec-WebSocket-Protocol", subprotocol}};
        bodies.requestHead(0, {"GET", "/mqtt", "HTTP/1.1", {}, {}, fields, {}, 30}, now);
        bodies.messageEnd(0, Half::Request, now);
        bodies.responseHead(0, {101, "HTTP/1.1", "", fields, {}, 20}, now);
        bodies.messageEnd(0, Half::Response, now);
        bodies.upgraded(0, "websocket", now);
    }
    Direction direction(bool client) const { return client == (fromClient == Direction::Sent) ? Direction::Sent : Direction::Received; }
    void moved(bool client, const std::string &bytes)
    {
        const uint64_t at = file.size();
        file += bytes + "----";   // pieces are not adjacent in the file
        bodies.raw(direction(client), {std::as_bytes(std::span(bytes)), at}, now += 1'000'000);
    }
    void lost(bool client, uint64_t bytes) { bodies.rawLost(direction(client), bytes, now += 1'000'000); }
    void drain()
    {
        exchange::Batch batch = builder.drain();
        for (auto &row : batch.exchanges)
            rows[row.id] = std::move(row);
        items.insert(items.end(), batch.items.begin(), batch.items.end());
        for (const auto &connection : batch.connections)
            lostOfConnection = connection.lostBytes;
    }
    void finish()
    {
        bodies.finish(now += 1'000'000);
        drain();
    }
    std::string contents(const std::vector<base::Slice> &slices) const
    {
        std::string all;
        for (const base::Slice &slice : slices)
            all += (slice.derived() ? disk.bytes : file).substr(slice.fileOffset(), slice.length);
        return all;
    }
    // "wss GET 101 63/18 | mqtt CONNECT dev accepted 29/4 | ..."
    QByteArray transcript() const
    {
        std::string text;
        for (const auto &[id, row] : rows) {
            text += row.scheme + ' ' + (row.method.empty() ? "channel" : row.method) + ' ' + (row.status ? std::to_string(row.status) : row.path)
                + (row.result.empty() ? "" : " " + row.result) + ' ' + std::to_string(row.request.bodyBytes) + '/' + std::to_string(row.response.bodyBytes)
                + (row.lostBytes ? " lost " + std::to_string(row.lostBytes) : "") + (row.state == exchange::State::Complete ? "" : row.state == exchange::State::Cut ? " cut" : " ?") + '\n';
        }
        return QByteArray::fromStdString(text);
    }
    // "a/b: hello", for one exchange.
    std::string messages(base::ExchangeId id) const
    {
        std::string text;
        for (const auto &[of, item] : items)
            if (of == id && item.kind == ItemKind::Message)
                text += item.label.substr(0, item.label.find('\n')) + ": " + contents(item.slices) + (item.half == Half::Request ? " sent\n" : " received\n");
        return text;
    }

private:
    Direction fromClient = Direction::Sent;
};

} // namespace

class TestCarriedSlot : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void showsMqttInsideWebSocketAsMqtt_data()
    {
        QTest::addColumn<bool>("client");
        QTest::newRow("of the client") << true;
        QTest::newRow("of the server") << false;
    }
    void showsMqttInsideWebSocketAsMqtt()
    {
        QFETCH(bool, client);
        Stage stage(client);
        stage.moved(true, frame(connectPacket, true));
        stage.moved(false, frame(connAck, false));
        stage.moved(true, frame(subscribe, true));
        stage.moved(false, frame(subAck, false));
        // A packet in two messages, a message with two packets, and text between them that is neither.
        stage.moved(true, frame(publishPacket.substr(0, 5), true) + frame("hi", true, '\x81') + frame(publishPacket.substr(5), true));
        stage.moved(false, frame(publishPacket + publishPacket, false));
        stage.moved(true, frame(bye, true));
        stage.finish();
        QCOMPARE(stage.transcript(), QByteArray("wss GET 101 91/39\n"
                                     "mqtt CONNECT dev accepted 29/4\n"
                                     "mqtt SUBSCRIBE a/# (QoS 1) QoS 1 10/5\n"
                                     "mqtts channel dev 14/24\n"));
        QCOMPARE(stage.messages(3), "a/b: hello sent\na/b: hello received\na/b: hello received\n");
        QCOMPARE(stage.rows[3].kind, exchange::Kind::Channel);
        QCOMPARE(stage.rows[3].protocol, Protocol::Mqtt);
        QCOMPARE(stage.contents(stage.rows[3].request.body), publishPacket + bye);
        QCOMPARE(stage.contents(stage.rows[3].response.body), publishPacket + publishPacket);
        // What the WebSocket carried is also in its own messages.
        const auto messages = std::ranges::count_if(stage.items, [](const auto &item) { return item.first == 0; });
        QCOMPARE(int(messages), 9);
    }

    void leavesOtherSubprotocolsAlone()
    {
        Stage stage(true, "chat");
        stage.moved(true, frame(connectPacket, true));
        stage.finish();
        QCOMPARE(stage.transcript(), QByteArray("wss GET 101 35/0\n"));
    }

    void countsALossOnceForTheConnection()
    {
        Stage stage;
        stage.moved(true, frame(connectPacket, true));
        stage.moved(false, frame(connAck, false));
        const std::string message = frame(publishPacket, false);
        stage.moved(false, message.substr(0, 10));
        stage.lost(false, 2);
        stage.moved(false, message.substr(12));
        stage.moved(false, frame(publishPacket, false));
        stage.finish();
        QCOMPARE(stage.transcript(), QByteArray("wss GET 101 35/32 lost 2 cut\n"
                                     "mqtt CONNECT dev accepted 29/4\n"
                                     "mqtts channel dev 0/22 lost 2 cut\n"));
        QCOMPARE(stage.messages(2), "a/b: hlo received\na/b: hello received\n");
        QCOMPARE(stage.lostOfConnection, uint64_t(2));
    }

    // Bytes outside any packet are in the WebSocket's messages; a conversation beside it would show them twice.
    void makesNoConversationOfWhatIsNoPacket()
    {
        Stage stage;
        stage.moved(true, frame("\xff\xff no packet", true));
        stage.lost(false, 1000);
        stage.finish();
        QCOMPARE(stage.transcript(), QByteArray("wss GET 101 18/0 lost 1000 cut\n"));
        QCOMPARE(stage.lostOfConnection, uint64_t(1000));
    }

    void makesAGapOfContentsThatCannotBeWritten()
    {
        Stage stage;
        stage.moved(true, frame(connectPacket, true));
        stage.moved(false, frame(connAck, false));
        stage.moved(true, frame(publishPacket, true));
        stage.disk.full = true;
        stage.moved(true, frame(publishPacket, true));
        stage.disk.full = false;
        stage.moved(true, frame(publishPacket, true));
        stage.finish();
        QCOMPARE(stage.messages(2), "a/b: hello sent\na/b: hello sent\n");
    }

    void endsWithItsStreamOfHttp2()
    {
        Stage stage;
        const std::vector<protocols::Field> asked{{":protocol", "websocket"}}, agreed{{"sec-websocket-protocol", "mqtt"}};
        stage.bodies.requestHead(5, {"CONNECT", "/mqtt", "HTTP/2", "https", "a", asked, {}, 30}, stage.now);
        stage.bodies.responseHead(5, {200, "HTTP/2", "", agreed, {}, 20}, stage.now);
        const std::string connect = frame(connectPacket, true), ack = frame(connAck, false);
        stage.bodies.body(5, Half::Request, {std::as_bytes(std::span(connect)), 0}, stage.now);
        stage.bodies.body(5, Half::Response, {std::as_bytes(std::span(ack)), 100}, stage.now);
        stage.bodies.messageEnd(5, Half::Request, stage.now);
        stage.bodies.messageEnd(5, Half::Response, stage.now);
        stage.drain();
        QCOMPARE(stage.rows[1].state, exchange::State::Complete);
        QCOMPARE(stage.rows[2].state, exchange::State::Complete);
        QCOMPARE(stage.rows[2].method, "CONNECT");
        QCOMPARE(stage.rows[2].result, "accepted");
    }
};

QTEST_GUILESS_MAIN(TestCarriedSlot)
#include "tst_carried_slot.moc"
