// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/exporters/sample.h"

#include <QRegularExpression>
#include <QTest>

using exchange::Item;
using protocols::Half;
using protocols::ItemKind;

class TestHarQuery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void standsBesideTheEntries()
    {
        sample::Capture capture;
        capture.add("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "x");
        addQuery(capture);
        const QJsonObject log = written(capture, true, true)["log"].toObject();
        QCOMPARE(log["entries"].toArray().size(), 1);
        QCOMPARE(log["_queries"].toArray().size(), 1);
        const QJsonObject line = log["_queries"].toArray()[0].toObject();
        QCOMPARE(line["_side"].toString(), "client");
        QCOMPARE(line["_process"].toObject()["pid"].toInt(), 4711);
        const QJsonObject query = line["_query"].toObject();
        QCOMPARE(query["protocol"].toString(), "postgresql");
        QCOMPARE(query["verb"].toString(), "UPDATE");
        QVERIFY(QRegularExpression("^UPDATE u SET password = 'masked-[0-9a-f]+'$").match(query["statement"].toString()).hasMatch());
        QCOMPARE(query["outcome"].toString(), "ok");
        QCOMPARE(query["result"].toString(), "UPDATE 2");
        QCOMPARE(query["rows"].toInt(), 2);
        QCOMPARE(query["parameters"].toArray().size(), 1);
        QCOMPARE(query["parameters"].toArray()[0].toArray(), QJsonArray({1, "a"}));
        QCOMPARE(query["records"].toArray(), QJsonArray({QJsonObject({{"topic", "t"}, {"value", "5"}})}));
        QCOMPARE(query["answer"].toArray().size(), 2);
        QVERIFY(query["answer"].toArray()[0].toObject()["password"].toString().startsWith("masked-"));
        QCOMPARE(query["answer"].toArray()[1].toString(), "{\"a\":\"long…");
    }

    // The parameters of a login: an object, whole or cut.
    void masksParametersByTheirNames()
    {
        sample::Capture capture;
        exchange::Exchange &e = capture.add("", "", "", "");
        e.kind = exchange::Kind::Query;
        e.protocol = protocols::Protocol::Mqtt;
        e.scheme = "mqtt";
        e.method = "CONNECT";
        for (const char *text : {"{\"username\":\"ann\",\"password\":\"xyzzy-1\",\"will\":{\"topic\":\"t\",\"qos\":1}}", "{\"username\":\"ann\",\"password\":\"xyzzy-2"})
            capture.batch().items.emplace_back(e.id, Item{.half = Half::Request, .kind = ItemKind::Record, .slices = capture.keep(text), .label = "parameters"});
        const QJsonArray parameters = written(capture, false, true)["_query"].toObject()["parameters"].toArray();
        QCOMPARE(parameters.size(), 2);
        const QJsonObject whole = parameters[0].toObject();
        QCOMPARE(whole["username"].toString(), "ann");
        QVERIFY(whole["password"].toString().startsWith("masked-"));
        QCOMPARE(whole["will"].toObject(), QJsonObject({{"topic", "t"}, {"qos", 1}}));
        QVERIFY(QRegularExpression("^\\{\"username\":\"ann\",\"password\":\"masked-[0-9a-f]+$").match(parameters[1].toString()).hasMatch());
        QCOMPARE(written(capture, false, false)["_query"].toObject()["parameters"].toArray()[0].toObject()["password"].toString(), "xyzzy-1");
    }

    void masksTheHeadersOfMessages()
    {
        sample::Capture capture;
        exchange::Exchange &e = capture.add("", "", "", "");
        e.kind = exchange::Kind::Channel;
        e.protocol = protocols::Protocol::Nats;
        e.scheme = "nats";
        const std::string label = "orders\nsubscription 1, reply to _INBOX.1, Trace: x1, Authorization: Digest username=\"ann\", response=\"xyzzy-1\", X-Api-Key: xyzzy-2";
        capture.batch().items.emplace_back(e.id, Item{.half = Half::Response, .kind = ItemKind::Message, .slices = capture.keep("5"), .label = label});
        const auto delivery = [&](bool masked) { return written(capture, false, masked)["_channel"].toObject()["messages"].toArray()[0].toObject()["delivery"].toString(); };
        QCOMPARE(delivery(false).toStdString(), label.substr(label.find('\n') + 1));
        QCOMPARE(delivery(true).replace(QRegularExpression("masked-[0-9a-f]+"), "#"), "subscription 1, reply to _INBOX.1, Trace: x1, Authorization: Digest #, X-Api-Key: #");
    }

    void isALineOfItsOwn()
    {
        sample::Capture capture;
        addQuery(capture);
        const QJsonObject line = written(capture, false, false);
        QCOMPARE(line["_query"].toObject()["statement"].toString(), "UPDATE u SET password = 'x'");
        QVERIFY(!line.contains("request"));
    }

    void isNotThereWithoutQueries()
    {
        sample::Capture capture;
        QVERIFY(!written(capture, true, true)["log"].toObject().contains("_queries"));
    }

private:
    static void addQuery(sample::Capture &capture)
    {
        exchange::Exchange &e = capture.add("", "", "", "");
        e.kind = exchange::Kind::Query;
        e.protocol = protocols::Protocol::Postgres;
        e.scheme = "postgresql";
        e.method = "UPDATE";
        e.path = "UPDATE u SET password = 'x'";
        e.outcome = protocols::Outcome::Ok;
        e.result = "UPDATE 2";
        e.rows = 2;
        const auto item = [&](Half half, ItemKind kind, const char *text, const char *label) {
            capture.batch().items.emplace_back(e.id, Item{.half = half, .kind = kind, .slices = capture.keep(text), .label = label});
        };
        item(Half::Request, ItemKind::Record, "[1,\"a\"]", "parameters");
        item(Half::Request, ItemKind::Record, "{\"topic\":\"t\",\"value\":\"5\"}", "");
        item(Half::Response, ItemKind::Row, "{\"password\":\"y\"}", "");
        item(Half::Response, ItemKind::Row, "{\"a\":\"long…", "");
    }

    static QJsonObject written(sample::Capture &capture, bool har, bool masked)
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("out").toStdString();
        auto file = exporters::OutputFile::create(path);
        exporters::ExportOptions options;
        options.masked = masked;
        const exchange::Store store = capture.store();
        std::vector<base::ExchangeId> ids;
        for (base::ExchangeId id = 0; id < store.size(); ++id)
            ids.push_back(id);
        const auto report = har ? exporters::writeHar(store, ids, capture.bodies(), *file, options)
                                : exporters::writeJsonLines(store, ids, capture.bodies(), *file, options);
        if (!report || !file->commit())
            return {};
        QFile in(QString::fromStdString(path));
        return in.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(in.readAll()).object() : QJsonObject();
    }
};

QTEST_GUILESS_MAIN(TestHarQuery)
#include "tst_har_query.moc"
