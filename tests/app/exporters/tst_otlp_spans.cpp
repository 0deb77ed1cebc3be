// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/otlp_spans.h"

#include "tests/app/exporters/sample.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace exporters;

namespace {

constexpr const char *caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

QJsonObject spanOf(sample::Capture &capture, base::ExchangeId id, const calls::Calls *calls = nullptr)
{
    ExportOptions options;
    options.key = {1, 2};
    const SpanMaker maker(options, {3, 4});
    const exchange::Store store = capture.store();
    const auto span = maker.span(entrySource(store, id, calls), capture.bodies());
    if (!span)
        return {};
    const std::string request = traceRequest({&*span, 1});
    const QJsonObject resource = QJsonDocument::fromJson(QByteArray::fromStdString(request)).object()["resourceSpans"].toArray()[0].toObject();
    return resource["scopeSpans"].toArray()[0].toObject()["spans"].toArray()[0].toObject();
}

QString attribute(const QJsonObject &span, const char *name)
{
    for (const QJsonValue &each : span["attributes"].toArray())
        if (each.toObject()["key"] == QLatin1String(name))
            return each.toObject()["value"].toObject().begin().value().toString();
    return QString();
}

} // namespace

class TestOtlpSpans : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void describesARequestByTheConventionsForHttp()
    {
        sample::Capture capture;
        capture.add("GET /orders?token=hunter2-Zq7 HTTP/1.1\r\nHost: api.local:8443\r\nUser-Agent: test\r\n\r\n", "", "HTTP/1.1 404 Not Found\r\n\r\n", "no");
        const QJsonObject span = spanOf(capture, 0);
        QCOMPARE(span["name"].toString(), "GET");
        QCOMPARE(span["kind"].toInt(), 3);
        QCOMPARE(attribute(span, "http.request.method"), "GET");
        QCOMPARE(attribute(span, "http.response.status_code"), "404");
        QCOMPARE(attribute(span, "error.type"), "404");
        QCOMPARE(attribute(span, "server.address"), "api.local");
        QCOMPARE(attribute(span, "server.port"), "8443");
        QCOMPARE(attribute(span, "network.protocol.version"), "1.1");
        QCOMPARE(attribute(span, "user_agent.original"), "test");
        QVERIFY(attribute(span, "url.full").startsWith("https://api.local:8443/orders?token=masked-"));
        QCOMPARE(span["status"].toObject()["code"].toInt(), 2);
        QVERIFY(span["endTimeUnixNano"].toString().toLongLong() - span["startTimeUnixNano"].toString().toLongLong() == 7 * sample::millisecond);
        QCOMPARE(span["traceId"].toString().size(), 32);
        QCOMPARE(span["spanId"].toString().size(), 16);
        QVERIFY(!span.contains("parentSpanId"));
    }

    void respectsTheTraceThatTheRequestBelongsTo()
    {
        sample::Capture capture;
        capture.add(std::string("GET / HTTP/1.1\r\nHost: a\r\ntraceparent: ") + caller + "\r\ntracestate: v=1\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "");
        const QJsonObject span = spanOf(capture, 0);
        QCOMPARE(span["traceId"].toString(), "0af7651916cd43dd8448eb211c80319c");
        QCOMPARE(span["parentSpanId"].toString(), "b7ad6b7169203331");
        QCOMPARE(span["traceState"].toString(), "v=1");
        QVERIFY(span["status"].toObject().isEmpty());
    }

    void describesAStatementByTheConventionsForDatabases()
    {
        sample::Capture capture;
        exchange::Exchange &query = capture.add("", "", "", "");
        query.kind = exchange::Kind::Query;
        query.protocol = protocols::Protocol::Postgres;
        query.scheme = "postgresql";
        query.host = "db:5432";
        query.method = "SELECT";
        query.path = "SELECT id FROM users WHERE password = 'hunter2-Zq7'";
        query.outcome = protocols::Outcome::Error;
        query.result = "ERROR: no such table";
        query.rows = 0;
        const QJsonObject span = spanOf(capture, 0);
        QCOMPARE(span["name"].toString(), "SELECT");
        QCOMPARE(attribute(span, "db.system.name"), "postgresql");
        QVERIFY2(attribute(span, "db.query.text").startsWith("SELECT id FROM users WHERE password = 'masked-"), qPrintable(attribute(span, "db.query.text")));
        QCOMPARE(attribute(span, "server.port"), "5432");
        QCOMPARE(span["status"].toObject()["message"].toString(), "ERROR: no such table");
    }

    void describesACallByTheConventionsForRpc()
    {
        sample::Capture capture;
        exchange::Exchange &call = capture.add("POST /shop.Orders/List HTTP/2\r\nHost: a\r\n\r\n", "", "HTTP/2 200\r\nContent-Type: application/grpc\r\n\r\n", "");
        call.outcome = protocols::Outcome::Error;
        call.result = "5 NOT_FOUND: no such user";
        const QJsonObject span = spanOf(capture, 0);
        QCOMPARE(span["name"].toString(), "shop.Orders/List");
        QCOMPARE(attribute(span, "rpc.method"), "shop.Orders/List");
        QCOMPARE(attribute(span, "rpc.response.status_code"), "NOT_FOUND");
    }

    void isAChildOfWhatLedToIt()
    {
        sample::Capture capture;
        for (const char *trace : {caller, "", caller}) {
            const bool served = capture.batch().exchanges.empty();
            const std::string field = *trace ? std::string("traceparent: ") + trace + "\r\n" : std::string();
            exchange::Exchange &e = capture.add("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "");
            e.side = served ? base::Side::Server : base::Side::Client;
            if (*trace)
                e.trace = {"0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "", ""};
            e.request.begin = e.request.end = sample::day + (served ? 100 : 110) * sample::millisecond;
            e.response.begin = e.response.end = e.request.begin + (served ? 50 : 5) * sample::millisecond;
        }
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(exchange::Batch(capture.batch())));
        const QJsonObject served = spanOf(capture, 0, &calls);
        QCOMPARE(served["parentSpanId"].toString(), "b7ad6b7169203331");
        for (const base::ExchangeId sent : {1u, 2u}) {   // one passes the trace on unchanged
            const QJsonObject span = spanOf(capture, sent, &calls);
            QCOMPARE(span["traceId"], served["traceId"]);
            QCOMPARE(span["parentSpanId"], served["spanId"]);
        }
    }

    void makesNoSpanOfWhatIsNoRequest()
    {
        sample::Capture capture;
        capture.add("", "", "", "").kind = exchange::Kind::Conversation;
        QVERIFY(spanOf(capture, 0).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestOtlpSpans)
#include "tst_otlp_spans.moc"
