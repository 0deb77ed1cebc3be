// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_reader.h"
#include "tests/app/exporters/sample.h"

#include <QRegularExpression>
#include <QtTest>

using namespace exporters;
using protocols::Half;
using protocols::ItemCoding;
using protocols::ItemKind;
using sample::Capture;
using sample::millisecond;

namespace {

struct Told {
    Half half;
    ItemKind kind;
    std::string contents;
    std::string label = {};
    uint16_t code = 0;
    ItemCoding coding = ItemCoding::Identity;
    uint64_t lost = 0;
};
void add(Capture &capture, base::ExchangeId id, const std::vector<Told> &items)
{
    base::Time now = sample::day + 50 * millisecond;
    for (const Told &told : items) {
        now += millisecond;
        capture.batch().items.emplace_back(id, exchange::Item{told.half, told.kind, told.coding, told.code, now - 1000, now,
                                                              capture.keep(told.contents), told.contents.size() + told.lost,
                                                              told.lost, told.label});
    }
}

exchange::Exchange &upgrade(Capture &capture)
{
    exchange::Exchange &e = capture.add("GET /chat HTTP/1.1\r\nHost: a.local\r\nUpgrade: websocket\r\n\r\n", "client frames",
                                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", "server frames");
    e.kind = exchange::Kind::Channel;
    e.protocol = protocols::Protocol::WebSocket;
    e.scheme = "wss";
    return e;
}
QByteArray line(const QJsonValue &value) { return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact); }

} // namespace

class TestHarItems : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QJsonObject entry(Capture &capture, bool masked = true)
    {
        ExportOptions options;
        options.masked = masked;
        const QString path = m_folder.filePath("items.har");
        const exchange::Store store = capture.store();
        auto file = OutputFile::create(path.toStdString());
        if (!file)
            return {};
        const base::ExchangeId only = 0;
        const auto report = writeHar(store, {&only, 1}, capture.bodies(), *file, options);
        if (!report || !file->commit())
            return {};
        QProcess checker;
        checker.setProcessChannelMode(QProcess::MergedChannels);
        checker.start("/usr/bin/python3", {QStringLiteral(PROJECT_ROOT "/tests/support/check_har.py"), path});
        if (!checker.waitForFinished(60'000) || checker.exitCode() != 0)
            qWarning("%s", checker.readAll().constData());
        QFile in(path);
        if (!in.open(QIODevice::ReadOnly))
            return {};
        return QJsonDocument::fromJson(in.readAll())["log"]["entries"][0].toObject();
    }
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writeWebSocketMessagesInChromesForm()
    {
        Capture capture;
        upgrade(capture);
        add(capture, 0, {{Half::Request, ItemKind::Text, "hello"},
                         {Half::Response, ItemKind::Binary, std::string("\0\1\xff", 3)},
                         {Half::Response, ItemKind::Ping, ""},
                         {Half::Request, ItemKind::Close, "bye", "", 1000},
                         {Half::Response, ItemKind::Piece, "rest", "malformed frame: its opcode is reserved"}});
        const QJsonObject e = entry(capture);
        QCOMPARE(e["_resourceType"].toString(), "websocket");
        QCOMPARE(e["request"]["url"].toString(), "wss://a.local/chat");
        QVERIFY(!e["request"].toObject().contains("postData"));
        QVERIFY(!e["response"]["content"].toObject().contains("text"));
        QCOMPARE(e["response"]["content"]["size"].toInt(-1), 0);
        const QJsonArray messages = e["_webSocketMessages"].toArray();
        QCOMPARE(messages.size(), 5);
        QCOMPARE(line(messages[0]), "{\"data\":\"hello\",\"opcode\":1,\"time\":1790000000.051,\"type\":\"send\"}");
        QCOMPARE(line(messages[1]), "{\"data\":\"AAH/\",\"opcode\":2,\"time\":1790000000.052,\"type\":\"receive\"}");
        QCOMPARE(line(messages[2]), "{\"data\":\"\",\"opcode\":9,\"time\":1790000000.053,\"type\":\"receive\"}");
        QCOMPARE(line(messages[3]), "{\"_code\":1000,\"data\":\"bye\",\"opcode\":8,\"time\":1790000000.054,\"type\":\"send\"}");
        QCOMPARE(line(messages[4]), "{\"_note\":\"malformed frame: its opcode is reserved\",\"data\":\"cmVzdA==\",\"time\":1790000000.055,\"type\":\"receive\"}");
    }

    void writeEventsWithTypeAndId()
    {
        Capture capture;
        capture.add("GET /e HTTP/1.1\r\nHost: a.local\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", "data: 1\n\n");
        add(capture, 0, {{Half::Response, ItemKind::Event, "1"}, {Half::Response, ItemKind::Event, "2", "tick\n7"}, {Half::Response, ItemKind::Event, "3", "\n8"}});
        const QJsonArray events = entry(capture)["_eventStream"].toArray();
        QCOMPARE(events.size(), 3);
        QCOMPARE(line(events[0]), "{\"data\":\"1\",\"event\":\"message\",\"time\":1790000000.051}");
        QCOMPARE(line(events[1]), "{\"data\":\"2\",\"event\":\"tick\",\"id\":\"7\",\"time\":1790000000.052}");
        QCOMPARE(line(events[2]), "{\"data\":\"3\",\"event\":\"message\",\"id\":\"8\",\"time\":1790000000.053}");
    }

    void staysOnOneLineOfJsonLines()
    {
        Capture capture;
        upgrade(capture);
        add(capture, 0, {{Half::Request, ItemKind::Text, "one\ntwo"}, {Half::Response, ItemKind::Text, "three"}});
        const exchange::Store store = capture.store();
        const QString path = m_folder.filePath("items.jsonl");
        auto file = OutputFile::create(path.toStdString());
        QVERIFY(file.has_value());
        const base::ExchangeId only = 0;
        QVERIFY(writeJsonLines(store, {&only, 1}, capture.bodies(), *file, {}).has_value());
        QVERIFY(file->commit().has_value());
        QFile in(path);
        QVERIFY(in.open(QIODevice::ReadOnly));
        const QByteArray text = in.readAll();
        QCOMPARE(text.count('\n'), 1);
        QCOMPARE(QJsonDocument::fromJson(text)["_webSocketMessages"][0]["data"].toString(), "one\ntwo");
    }

    void writeRecords()
    {
        Capture capture;
        capture.add("GET /e HTTP/1.1\r\nHost: a.local\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n", "{}\n");
        add(capture, 0, {{Half::Response, ItemKind::Record, "{}"}});
        const QJsonArray records = entry(capture)["_records"].toArray();
        QCOMPARE(records.size(), 1);
        QCOMPARE(line(records[0]), "{\"data\":\"{}\",\"time\":1790000000.051}");
    }

    void comeBackThroughImport()
    {
        Capture capture;
        upgrade(capture);
        add(capture, 0, {{Half::Request, ItemKind::Text, "hello"},
                         {Half::Response, ItemKind::Binary, std::string("\0\1\xff", 3)},
                         {Half::Response, ItemKind::Close, "bye", "", 1001},
                         {Half::Response, ItemKind::Piece, "rest", "a note"}});
        (void)entry(capture, false);
        const auto file = readHar(m_folder.filePath("items.har").toStdString());
        QVERIFY(file.has_value());
        QCOMPARE(file->batch.exchanges.at(0).kind, exchange::Kind::Channel);
        const auto &items = file->batch.items;
        QCOMPARE(items.size(), size_t(4));
        QCOMPARE(items[0].second.half, Half::Request);
        QCOMPARE(items[0].second.kind, ItemKind::Text);
        QCOMPARE(items[0].second.end, sample::day + 51 * millisecond);
        QCOMPARE(items[1].second.kind, ItemKind::Binary);
        const auto bytes = file->bodies->read(items[1].second.slices, 100);
        QVERIFY(bytes.has_value());
        QCOMPARE(bytes->size(), size_t(3));
        QCOMPARE(bytes->back(), std::byte(0xff));
        QCOMPARE(items[2].second.code, uint16_t(1001));
        QCOMPARE(items[3].second.label, std::string("a note"));
    }

    void maskMessagesAsBodies()
    {
        Capture capture;
        upgrade(capture);
        add(capture, 0, {{Half::Request, ItemKind::Text, "{\"password\":\"hunter2\",\"n\":1}"},
                         {Half::Request, ItemKind::Binary, "{\"password\":\"hunter2\",\"n\":1}"}});
        const QJsonObject masked = entry(capture);
        const QJsonArray messages = masked["_webSocketMessages"].toArray();
        QVERIFY(messages[0]["data"].toString().startsWith("{\"password\":\"masked-"));
        const QByteArray binary = QByteArray::fromBase64(messages[1]["data"].toString().toLatin1());
        QVERIFY(binary.startsWith("{\"password\":\"masked-"));
        QCOMPARE(masked["_masked"]["count"].toInt(), 3);   // one is in the command line
        QCOMPARE(entry(capture, false)["_webSocketMessages"][0]["data"].toString(), "{\"password\":\"hunter2\",\"n\":1}");
    }

    void leaveOutWhatCouldNotBeSearchedForSecrets()
    {
        Capture capture;
        upgrade(capture);
        add(capture, 0, {{Half::Request, ItemKind::Text, "{\"password\":\"hun", "", 0, ItemCoding::Identity, 10},
                         {Half::Request, ItemKind::Text, "coded", "", 0, ItemCoding::Unknown}});
        const QJsonArray messages = entry(capture)["_webSocketMessages"].toArray();
        QVERIFY(!messages[0].toObject().contains("data"));
        QCOMPARE(messages[0]["_lost"].toInt(), 10);
        QVERIFY(!messages[0]["_comment"].toString().isEmpty());
        QVERIFY(messages[1]["_error"].toString().contains("cannot be decompressed"));
    }
};

QTEST_GUILESS_MAIN(TestHarItems)
#include "tst_har_items.moc"
