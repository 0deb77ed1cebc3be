// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_call.h"

#include "tests/app/exporters/sample.h"

#include <QRegularExpression>
#include <QTest>

#include <array>

using namespace exporters;
using sample::day;
using sample::millisecond;

class TestHarCall : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesTheOtherHalfTheTimesAndTheReason()
    {
        sample::Capture capture;
        capture.batch().connections[0].sequences = exchange::Sequences{1, 2};
        exchange::Connection server = capture.batch().connections[0];
        server.id = 1;
        server.side = base::Side::Server;
        server.process = 1;
        server.sequences = exchange::Sequences{2, 1};
        capture.batch().connections.push_back(server);
        exchange::Process nginx = capture.batch().processes[0];
        nginx.id = 1;
        nginx.pid = 77;
        nginx.comm = "nginx";
        capture.batch().processes.push_back(nginx);
        for (int half = 0; half < 2; ++half) {
            exchange::Exchange &e = capture.add("GET /slow HTTP/1.1\r\nhost: api.local\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "");
            e.stream = 0;
            e.connection = base::ConnectionId(half);
            e.process = base::ProcessId(half);
            e.side = half ? base::Side::Server : base::Side::Client;
            e.request.begin = e.request.end = day + (100 + half) * millisecond;
            e.response.begin = e.response.end = day + (920 - half) * millisecond;
        }
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(exchange::Batch(capture.batch())));

        const QJsonObject client = written(capture, store, calls, 0), call = client["_call"].toObject();
        QCOMPARE(call["half"].toString(), "client");
        QCOMPARE(call["other"].toObject()["pid"].toInt(), 77);
        QCOMPARE(call["other"].toObject()["connection"].toInt(), 1);
        QCOMPARE(call["timesMs"].toObject()["toServer"].toDouble(), 1.0);
        QCOMPARE(call["timesMs"].toObject()["server"].toDouble(), 818.0);
        QCOMPARE(client["_why"].toObject()["cause"].toString(), "server");
        QCOMPARE(client["_why"].toObject()["sureness"].toString(), "certain");
        QCOMPARE(client["_why"].toObject()["ms"].toDouble(), 818.0);
        const QJsonObject other = written(capture, store, calls, 1)["_call"].toObject();
        QCOMPARE(other["half"].toString(), "server");
        QCOMPARE(other["id"], call["id"]);
    }

    void namesWhatAnExchangeWasCausedBy()
    {
        sample::Capture capture;
        for (int i = 0; i < 3; ++i) {
            exchange::Exchange &e = capture.add("GET / HTTP/1.1\r\nhost: api.local\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "");
            e.side = i ? base::Side::Client : base::Side::Server;
            e.tid = e.answerTid = 4;
            e.request.begin = e.request.end = day + std::array{100, 110, 200}[size_t(i)] * millisecond;
            e.response.begin = e.response.end = e.request.begin + std::array{50, 5, 5}[size_t(i)] * millisecond;
        }
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(exchange::Batch(capture.batch())));
        QCOMPARE(written(capture, store, calls, 0)["_caused"].toObject(), (QJsonObject{{"id", 0}}));
        QCOMPARE(written(capture, store, calls, 1)["_caused"].toObject(), (QJsonObject{{"id", 1}, {"by", 0}, {"how", "thread"}, {"sureness", "likely"}}));
        QCOMPARE(written(capture, store, calls, 2)["_caused"].toObject(), (QJsonObject{{"id", 2}, {"unknown", "unprompted"}}));
    }

    void saysNothingOfACallWhoseOtherEndIsElsewhere()
    {
        sample::Capture capture;
        capture.add("GET / HTTP/1.1\r\nhost: api.local\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "");
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(exchange::Batch(capture.batch())));
        QVERIFY(!written(capture, store, calls, 0).contains("_call"));
    }

private:
    static QJsonObject written(const sample::Capture &capture, const exchange::Store &store, const calls::Calls &calls, base::ExchangeId id)
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("out.har").toStdString();
        auto file = OutputFile::create(path);
        if (!file || !writeHar(store, {&id, 1}, capture.bodies(), *file, {}, &calls) || !file->commit())
            return {};
        QFile har(QString::fromStdString(path));
        if (!har.open(QFile::ReadOnly))
            return {};
        return QJsonDocument::fromJson(har.readAll()).object()["log"].toObject()["entries"].toArray().at(0).toObject();
    }
};

QTEST_GUILESS_MAIN(TestHarCall)
#include "tst_har_call.moc"
