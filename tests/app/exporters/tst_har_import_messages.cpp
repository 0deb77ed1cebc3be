// SPDX-License-Identifier: GPL-3.0-or-later
// Files in other tools' formats, and our own file passed through reader and writer again.
#include "app/exporters/har_time.h"

#include "app/exporters/har_reader.h"
#include "tests/app/exporters/sample.h"

#include <QtTest>

#include <numeric>

using namespace exporters;
using protocols::Half;
using protocols::ItemKind;

namespace {

HarFile fileOf(const char *name)
{
    auto file = readHar(std::string(TEST_DATA "/har/") + name);
    return file ? std::move(*file) : HarFile();
}

QByteArray bytes(const HarFile &file, const std::vector<base::Slice> &slices)
{
    const auto read = file.bodies->read(slices, 1'000'000);
    return read ? QByteArray(reinterpret_cast<const char *>(read->data()), qsizetype(read->size())) : QByteArray("unreadable");
}

// "> 1 text" and the like: direction, kind, contents in hex.
QByteArrayList itemsOf(const HarFile &file, base::ExchangeId id)
{
    QByteArrayList lines;
    for (const auto &[owner, item] : file.batch.items) {
        if (owner == id)
            lines << QByteArray(item.half == Half::Request ? "> " : "< ") + QByteArray::number(int(item.kind)) + ' ' + bytes(file, item.slices).toHex();
    }
    return lines;
}

} // namespace

class TestHarImportMessages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsChrome()
    {
        const HarFile file = fileOf("chrome.har");
        QCOMPARE(file.batch.exchanges.size(), size_t(3));
        const exchange::Exchange &post = file.batch.exchanges[0];
        QCOMPARE(bytes(file, post.request.body), QByteArray("{\"id\":42}"));
        QCOMPARE(bytes(file, post.response.body), QByteArray("{\"name\":\"Käse\"}"));
        QCOMPARE(post.contentEncoding, std::string());
        QCOMPARE(post.response.end - post.request.begin, base::Duration(23'000'000));
        const exchange::Exchange &socket = file.batch.exchanges[1];
        QCOMPARE(int(socket.kind), int(exchange::Kind::Channel));
        QCOMPARE(int(socket.protocol), int(protocols::Protocol::WebSocket));
        QCOMPARE(socket.status, 101);
        QCOMPARE(itemsOf(file, 1), (QByteArrayList{"> 1 " + QByteArray("{\"subscribe\":\"prices\"}").toHex(), "< 2 000102ff", "< 1 627965"}));
        QCOMPARE(file.batch.items[0].second.begin, base::Time(1'795'341'601'500'000'000));
        const exchange::Exchange &failed = file.batch.exchanges[2];
        QCOMPARE(int(failed.state), int(exchange::State::Failed));
        QCOMPARE(failed.reason, std::string("net::ERR_NAME_NOT_RESOLVED"));
    }

    void readsFirefox()
    {
        const HarFile file = fileOf("firefox.har");
        const exchange::Exchange &login = file.batch.exchanges.at(0);
        QCOMPARE(login.host, std::string("intranet.example:8080"));
        QCOMPARE(login.status, 302);
        QCOMPARE(bytes(file, login.request.body), QByteArray("user=ann+b"));
        QCOMPARE(bytes(file, login.response.body), QByteArray("\x89PNG\r\n"));
        QCOMPARE(login.request.begin, parseTime("2026-11-22T10:00:00.001Z"));
        QCOMPARE(base::endpointText(file.batch.connections[0].remote), std::string("192.0.2.10:8080"));
    }

    void readsMitmproxy()
    {
        const HarFile file = fileOf("mitmproxy.har");
        QCOMPARE(file.batch.exchanges.size(), size_t(2));
        QCOMPARE(int(file.batch.exchanges[0].protocol), int(protocols::Protocol::Http2));
        QCOMPARE(bytes(file, file.batch.exchanges[0].response.body).toHex(), QByteArray("0001fffe"));
        QCOMPARE(itemsOf(file, 1), (QByteArrayList{"> 1 70696e67", "< 2 0102"}));
    }

    void readsHttpToolkit()
    {
        const HarFile file = fileOf("httptoolkit.har");
        const exchange::Exchange &put = file.batch.exchanges.at(0);
        QCOMPARE(bytes(file, put.request.body).toHex(), QByteArray("fffe00"));
        QCOMPARE(bytes(file, put.request.trailers), QByteArray("x-check: abc\r\n"));
        QCOMPARE(put.response.bodyLost, uint64_t(900'000));
        QVERIFY(bytes(file, put.response.head).contains("X-Multi: a\r\nX-Multi: b\r\n"));
        QCOMPARE(itemsOf(file, 1), (QByteArrayList{"> 1 68656c6c6f", "< 2 6869", "< 5 " + QByteArray("going away").toHex()}));
        QCOMPARE(file.batch.items[2].second.code, uint16_t(1001));
    }

    // The half with missing bytes is the one that was too long.
    void readsWhichBodyWasLongerThanTheLimit()
    {
        for (const bool request : {true, false}) {
            const std::string half = request ? "request" : "response";
            const auto file = parseHar("{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://h/\"},\"response\":{\"status\":200},"
                                       "\"_truncated\":{\"" + half + "\":{\"captured\":10,\"total\":15}},\"_lost\":{\"bytes\":5,\"events\":1},\"_error\":\"body longer than the limit\"}]}}");
            QVERIFY(file);
            const exchange::Exchange &e = file->batch.exchanges.at(0);
            QCOMPARE(int(e.state), int(exchange::State::Cut));
            QCOMPARE(int((request ? e.request : e.response).fault), int(protocols::Fault::BeyondLimit));
            QCOMPARE(int((request ? e.response : e.request).fault), int(protocols::Fault::None));
        }
    }

    void readsOurOwnMessages()
    {
        const auto file = parseHar(
            "{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://h/\"},\"response\":{\"status\":200},"
            "\"_eventStream\":[{\"time\":1795341601.5,\"event\":\"tick\",\"id\":\"7\",\"data\":\"1\"},{\"time\":1795341602,\"event\":\"message\",\"data\":\"AP8=\",\"encoding\":\"base64\"}],"
            "\"_grpcMessages\":[{\"time\":1795341601.5,\"type\":\"send\",\"size\":90,\"compressed\":true,\"data\":\"aGk=\"}],"
            "\"_records\":[{\"time\":1795341601.5,\"data\":\"{}\"}]},"
            "{\"request\":{\"url\":\"wss://h/\"},\"response\":{\"status\":101},\"_webSocketMessages\":["
            "{\"type\":\"send\",\"time\":1795341601.5,\"opcode\":8,\"_code\":1000,\"data\":\"bye\"},{\"type\":\"receive\",\"time\":1,\"_note\":\"not captured\",\"_lost\":12}]}]}}");
        QVERIFY(file);
        QCOMPARE(itemsOf(*file, 0), (QByteArrayList{"< 6 31", "< 6 00ff", "< 7 7b7d", "> 8 6869"}));
        QCOMPARE(file->batch.items[0].second.label, std::string("tick\n7"));
        QCOMPARE(file->batch.items[1].second.label, std::string());
        QCOMPARE(file->batch.items[3].second.wireBytes, uint64_t(90));
        QCOMPARE(file->batch.items[3].second.code, uint16_t(1));
        QCOMPARE(itemsOf(*file, 1), (QByteArrayList{"> 5 627965", "< 0 "}));
        QCOMPARE(file->batch.items[4].second.code, uint16_t(1000));
        QCOMPARE(file->batch.items[5].second.lostBytes, uint64_t(12));
    }

    // Capture to HAR, to exchanges, and to HAR again: the same text.
    void ourOwnFileComesBackAsItWas()
    {
        sample::Capture capture;
        capture.batch().connections[0].kernelTls = true;
        capture.batch().connections[0].quic = "v1";
        auto &call = capture.add("POST /graphql HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n\r\n", "{\"query\":\"{a}\"}",
                                 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", "{\"errors\":[{\"message\":\"no\"}]}");
        call.operation = "query { a }";
        call.outcome = protocols::Outcome::Error;
        call.result = "no";
        call.response.trailers = capture.keep("X-Sum: 12\r\n");
        call.tcp.emplace().srttUs = 120;
        call.tcp->reordering = 3;
        call.tcp->windowLimitedUs = 400;
        call.tcp->time = call.response.end - 2'000;
        call.tcpStart.emplace().cwnd = 10;
        call.tcpStart->time = call.request.begin + 1'000'000;
        for (const base::Duration since : {1'000'000, 2'000'000}) {
            exchange::TcpFigures &one = capture.batch().tcp.emplace_back(call.connection, exchange::TcpFigures{}).second;
            one.time = call.request.begin + since;
            one.receiveWindow = 0;
        }
        auto &cut = capture.add("GET /cut HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "part");
        cut.response.bodyLost = 96;
        cut.response.complete = false;
        cut.response.fault = protocols::Fault::CutByClose;
        cut.lostBytes = 96;
        cut.lostEvents = 2;
        cut.response.stalled = 12'345'000;
        auto &unfinished = capture.add("GET /long HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "so far");
        unfinished.response.complete = false;
        unfinished.response.fault = protocols::Fault::CaptureEnded;
        auto &query = capture.add("", "", "", "");
        query.kind = exchange::Kind::Query;
        query.scheme = "postgresql";
        query.protocol = protocols::Protocol::Postgres;
        query.method = "SELECT";
        query.path = "SELECT $1";
        query.host = "shop";
        query.outcome = protocols::Outcome::Ok;
        query.result = "SELECT 1";
        query.rows = 1;
        const auto item = [&](base::ExchangeId id, Half half, ItemKind kind, const std::string &data, std::string label = {}, uint16_t code = 0) {
            exchange::Item made{.half = half, .kind = kind, .code = code};
            made.begin = made.end = sample::day + 5'000'000;
            made.slices = capture.keep(data);
            made.wireBytes = data.size();
            made.label = std::move(label);
            capture.batch().items.emplace_back(id, made);
        };
        item(query.id, Half::Request, ItemKind::Record, "[1]", "parameters");
        item(query.id, Half::Response, ItemKind::Row, "{\"a\":1}");
        auto &talk = capture.add("", "", "", "");
        talk.kind = exchange::Kind::Conversation;
        talk.protocol = protocols::Protocol::Smtp;
        talk.host = "mail.local:25";
        talk.response.begin = talk.request.begin;
        talk.response.end = talk.request.end + 3'000'000;
        talk.request.bodyBytes = 4;
        talk.response.bodyBytes = 6;
        talk.response.bodyLost = 10;
        item(talk.id, Half::Response, ItemKind::Piece, "220 hi");
        item(talk.id, Half::Request, ItemKind::Piece, std::string("\x01\x00\xff\xfe", 4));
        capture.batch().items.back().second.lostBytes = 0;
        const std::string upgrade = "GET /live HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n\r\n";
        auto &socket = capture.add(upgrade, "", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", "");
        socket.kind = exchange::Kind::Channel;
        socket.protocol = protocols::Protocol::WebSocket;
        socket.scheme = "wss";
        const base::ExchangeId socketId = socket.id;
        item(socketId, Half::Request, ItemKind::Text, "{\"a\":1}");
        item(socketId, Half::Response, ItemKind::Binary, std::string("\x00\xff", 2));
        item(socketId, Half::Response, ItemKind::Ping, "still there?");
        item(socketId, Half::Request, ItemKind::Close, "bye", {}, 1000);
        const base::ExchangeId eventsId = capture.add("GET /ticks HTTP/1.1\r\nHost: h\r\n\r\n", "",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", "event: tick\nid: 7\ndata: one\n\n").id;
        item(eventsId, Half::Response, ItemKind::Event, "one", "tick\n7");
        item(eventsId, Half::Response, ItemKind::Event, "two");
        const base::ExchangeId linesId = capture.add("GET /lines HTTP/1.1\r\nHost: h\r\n\r\n", "",
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n", "{\"n\":1}\n").id;
        item(linesId, Half::Response, ItemKind::Record, "{\"n\":1}");
        const std::string message("\0\0\0\0\2\x08\x07", 7);
        auto &rpc = capture.add("POST /a.B/C HTTP/1.1\r\nHost: h\r\nContent-Type: application/grpc\r\n\r\n", message,
            "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\n\r\n", message);
        rpc.operation = "a.B/C";
        rpc.outcome = protocols::Outcome::Error;
        rpc.result = "5 NOT_FOUND: no such user";
        rpc.response.trailers = capture.keep("grpc-status: 5\r\ngrpc-status-details-bin: CAUSDG5vIHN1Y2ggdXNlcg\r\n");
        const base::ExchangeId rpcId = rpc.id;
        for (const Half half : {Half::Request, Half::Response})
            item(rpcId, half, ItemKind::Grpc, message.substr(5), {}, half == Half::Response);
        auto &refused = capture.add("", "", "", "");
        refused.kind = exchange::Kind::Failed;
        refused.state = exchange::State::Failed;
        refused.host = "[::1]:81";
        refused.reason = "refused";
        auto &closed = capture.add("", "", "", "");
        closed.kind = exchange::Kind::NotReadable;
        closed.scheme = "tls";
        closed.method = "TLS";
        closed.reason = "Go: not read yet";

        const QByteArray first = harOf(capture.store(), capture.bodies());
        for (const char *name : {"\"start\":{\"ageUs\":-1000,\"cwnd\":10", "\"series\"", "_operation", "_outcome", "_trailers", "_truncated", "_stalledMs", "_queries", "_conversations", "_connections",
                                 "_webSocketMessages", "_eventStream", "_records", "_grpcMessages", "\"details\":", "\"byKernel\":true", "\"quic\":\"v1\""})
            QVERIFY2(first.contains(name), name);
        auto file = parseHar(first.toStdString());
        QVERIFY(file);
        const exchange::Exchange &again = file->batch.exchanges[0];
        QCOMPARE(again.operation, std::string("query { a }"));
        QCOMPARE(int(again.outcome), int(protocols::Outcome::Error));
        QCOMPARE(again.result, std::string("no"));
        QCOMPARE(again.tcp->reordering, std::optional<uint32_t>(3));
        QCOMPARE(again.tcpStart->cwnd, std::optional<uint32_t>(10));
        QCOMPARE(file->batch.tcp.size(), size_t(2));
        QCOMPARE(int(file->batch.exchanges[1].response.fault), int(protocols::Fault::CutByClose));
        QCOMPARE(file->batch.exchanges[1].response.bodyLost, uint64_t(96));
        QCOMPARE(file->batch.exchanges[1].response.stalled, 12'345'000);
        QCOMPARE(int(file->batch.exchanges[2].response.fault), int(protocols::Fault::CaptureEnded));
        QCOMPARE(int(file->batch.exchanges[8].protocol), int(protocols::Protocol::Smtp));
        QCOMPARE(itemsOf(*file, 8), (QByteArrayList{"< 0 " + QByteArray("220 hi").toHex(), "> 0 0100fffe"}));
        QCOMPARE(file->batch.exchanges[8].response.bodyLost, uint64_t(10));
        QCOMPARE(int(file->batch.exchanges[9].kind), int(exchange::Kind::Failed));
        QCOMPARE(file->batch.exchanges[10].reason, std::string("Go: not read yet"));
        exchange::Store store;
        store.apply(std::move(file->batch));
        const QList<QByteArray> before = first.split('\n'), after = harOf(store, *file->bodies).split('\n');
        for (qsizetype line = 0; line < before.size(); ++line)
            QVERIFY2(after.value(line) == before[line], "\n" + after.value(line) + "\n" + before[line]);
    }

private:
    QByteArray harOf(const exchange::Store &store, const base::BodySource &bodies)
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath("a.har").toStdString();
        auto out = OutputFile::create(path);
        ExportOptions options;
        options.masked = false;
        std::vector<base::ExchangeId> ids(store.size());
        std::iota(ids.begin(), ids.end(), 0);
        if (!out || !writeHar(store, ids, bodies, *out, options) || !out->commit())
            return {};
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_GUILESS_MAIN(TestHarImportMessages)
#include "tst_har_import_messages.moc"
