// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filter/filter.h"

#include "tests/support/slowness.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace filter;
using exchange::Exchange;
using exchange::Kind;
using exchange::State;
using exchange::Store;

namespace {

struct Row {
    const char *method, *host, *path, *type;
    int status, process;
    uint64_t sent, size;
    int64_t ms;
};

constexpr Row rows[] = {
    {"GET", "api.example.com", "/v1/Orders?id=1", "application/json", 200, 0, 0, 5'000, 12},
    {"POST", "api.example.com:8443", "/v1/orders", "application/json", 404, 0, 200, 90, 700},
    {"GET", "printer.local:631", "/status", "text/html", 500, 1, 0, 20'000, 3},
    {"GET", "cdn.example.com", "/img/logo.png", "image/png", 200, 1, 0, 150'000, 40},
    {"DELETE", "[::1]:9000", "/v1/orders/7", "", 0, 2, 0, 0, -1},
};

Exchange exchangeOf(const Row &row, base::ExchangeId id)
{
    Exchange e;
    e.id = id;
    e.connection = id;
    e.process = base::ProcessId(row.process);
    e.method = row.method;
    e.scheme = "https";
    e.host = row.host;
    e.path = row.path;
    e.status = row.status;
    e.contentType = row.type;
    e.side = row.process == 2 ? base::Side::Server : base::Side::Client;
    e.state = row.ms < 0 ? State::InProgress : State::Complete;
    e.request.bodyBytes = row.sent;
    e.response.bodyBytes = row.size;
    e.request.begin = 1'000'000'000'000;
    if (row.ms >= 0)
        e.response.end = e.request.begin + row.ms * 1'000'000;
    return e;
}

Store smallStore()
{
    exchange::Batch batch;
    for (base::ProcessId id = 0; id < 3; ++id) {
        exchange::Process process;
        process.id = id;
        process.pid = 100 + id;
        process.comm = id == 0 ? "orders" : id == 1 ? "curl" : "nginx";
        process.exe = "/usr/bin/" + process.comm + (id == 0 ? "-service-with-a-long-name" : "");
        process.machine = id == 0 ? "web1" : "";
        batch.processes.push_back(process);
    }
    for (base::ExchangeId id = 0; id < std::size(rows); ++id) {
        batch.exchanges.push_back(exchangeOf(rows[id], id));
        exchange::Connection connection;
        connection.id = id;
        connection.tls = id != 2;
        connection.local.port = uint16_t(40'000 + id);
        connection.remote.port = id == 1 ? 8443 : 443;
        batch.connections.push_back(connection);
    }
    Exchange failed;
    failed.id = std::size(rows);
    failed.kind = Kind::Failed;
    failed.state = State::Failed;
    failed.reason = "connection refused";
    failed.operation = "query GetUser";
    failed.lostBytes = 3;
    batch.exchanges.push_back(failed);
    Store store;
    store.apply(std::move(batch));
    return store;
}

} // namespace

class TestRun : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsCallsOfLanguageModels()
    {
        exchange::Batch batch;
        const auto add = [&](protocols::Dialect dialect, const char *operation, protocols::Tokens tokens) {
            Exchange e = exchangeOf(rows[0], base::ExchangeId(batch.exchanges.size()));
            e.dialect = dialect;
            e.operation = operation;
            e.tokens = tokens;
            batch.exchanges.push_back(e);
        };
        add(protocols::Dialect::OpenAiChat, "gpt-4o", {100, 20});
        add(protocols::Dialect::AnthropicMessages, "claude-sonnet", {.input = 7, .output = {}});
        add(protocols::Dialect::JsonRpc, "tools/call gpt-4o", {});
        add(protocols::Dialect::None, "gpt-4o", {});
        add(protocols::Dialect::OllamaGenerate, "llama3", {});
        Store store;
        store.apply(std::move(batch));
        const auto found = [&](const char *text) {
            const auto filter = compile(text);
            QString ids;
            for (const base::ExchangeId id : filter ? filter->run(store, 0, store.size()) : std::vector<base::ExchangeId>{99})
                ids += QString::number(id);
            return ids;
        };
        QCOMPARE(found("is:llm"), QStringLiteral("014"));
        QCOMPARE(found("is:rpc"), QStringLiteral("2"));
        QCOMPARE(found("model:gpt-*"), QStringLiteral("0"));
        QCOMPARE(found("model!=gpt-4o"), QStringLiteral("1234"));
        QCOMPARE(found("tokens>=120"), QStringLiteral("0"));
        QCOMPARE(found("tokens:7-120"), QStringLiteral("01"));
        QCOMPARE(found("tokens<8"), QStringLiteral("1"));
    }

    void findsRows_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("found");
        const auto row = [](const char *text, const char *found) { QTest::newRow(text) << QByteArray(text) << QByteArray(found); };
        row("", "012345");
        row("ORDERS", "014");
        row("curl", "23");
        row("json", "01");
        row("delete", "4");
        row("v1*id", "0");
        row("host:example", "013");
        row("host:*.local", "2");
        row("host:*.example.com", "013");
        row("host=api.example.com", "01");
        row("host:[::1]", "4");
        row("host:*::1]", "4");
        row("path:/v1/", "014");
        row("path:/v1/orders*", "014");
        row("path:*orders", "1");
        row("method:get", "023");
        row("method!=get", "145");
        row("proc:orders", "01");
        row("machine:web1", "01");
        row("machine:web*", "01");
        row("proc:*long-name", "01");
        row("proc:/usr/bin/c*", "23");
        row("pid:101", "23");
        row("type:image", "3");
        row("type:image or type:html", "23");
        row("status:404", "1");
        row("status:4xx", "1");
        row("status>=400", "12");
        row("status<400", "03");
        row("status:400-499", "1");
        row("status!=200", "12");
        row("size>10k", "23");
        row("size>10Ki", "23");
        row("size<=90", "145");
        row("sent>0", "1");
        row("dur>500ms", "1");
        row("dur>0.5s", "1");
        row("dur<10ms", "2");
        row("side:server", "4");
        row("is:error", "125");
        row("is:running", "4");
        row("is:failed", "5");
        row("is:lost", "5");
        row("is:tls", "0134");
        row("port:8443", "1");
        row("port!=443", "1");
        row("connection:3", "3");
        row("reason:refused", "5");
        row("operation:getuser", "5");
        row("op:mutation", "");
        row("GetUser", "5");
        row("-orders", "235");
        row("not (orders or curl)", "5");
        row("orders -status:404", "04");
        row("(orders or curl) -type:image status>0", "012");
        row("-(-orders)", "014");
        row("\"v1/orders?\"", "0");
    }

    void findsRows()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, found);
        const Store store = smallStore();
        const auto filter = compile(text.toStdString());
        QVERIFY2(filter.has_value(), filter ? "" : filter.error().message.c_str());
        QByteArray one, all;
        for (base::ExchangeId id = 0; id < store.size(); ++id) {
            if (filter->matches(store, id))
                one += char('0' + id);
        }
        for (const base::ExchangeId id : filter->run(store, 0, store.size()))
            all += char('0' + id);
        QCOMPARE(one, found);
        QCOMPARE(all, found);
    }

    void findsTheVersionOfTls()
    {
        exchange::Batch batch;
        for (uint32_t id = 0; id < 3; ++id) {
            Exchange e = exchangeOf(rows[0], id);
            e.connection = id;
            batch.exchanges.push_back(std::move(e));
            exchange::Connection connection;
            connection.id = id;
            connection.tls = id > 0;
            connection.tlsProtocol = id == 1 ? "TLS 1.3" : "";
            batch.connections.push_back(std::move(connection));
        }
        Store store;
        store.apply(std::move(batch));
        const auto found = [&](const char *text) { return compile(text)->run(store, 0, store.size()); };
        QCOMPARE(found("tls:1.3"), (std::vector<base::ExchangeId>{1}));
        QCOMPARE(found("tls=\"TLS 1.3\""), (std::vector<base::ExchangeId>{1}));
        QCOMPARE(found("tls:unknown"), (std::vector<base::ExchangeId>{2}));
        QCOMPARE(found("-tls:1.3"), (std::vector<base::ExchangeId>{0, 2}));
    }

    void findsWaitsAndFiguresOfTheConnection()
    {
        exchange::Batch batch;
        for (uint32_t id = 0; id < 3; ++id) {
            Exchange e = exchangeOf(rows[0], id);
            e.request.end = e.request.begin;
            e.response.begin = e.request.end + id * 100'000'000;
            if (id > 0) {
                e.tcpStart.emplace();
                e.tcpStart->retransmits = 5;
                e.tcp = e.tcpStart;
                e.tcp->retransmits = 4 + id;
                e.tcp->srttUs = id * 1000;
            }
            batch.exchanges.push_back(std::move(e));
        }
        Store store;
        store.apply(std::move(batch));
        const auto found = [&](const char *text) { return compile(text)->run(store, 0, store.size()); };
        QCOMPARE(found("wait>=100ms"), (std::vector<base::ExchangeId>{1, 2}));
        QCOMPARE(found("rtt>1ms"), (std::vector<base::ExchangeId>{2}));
        QCOMPARE(found("rtt<1s"), (std::vector<base::ExchangeId>{1, 2}));   // unknown is neither more nor less
        QCOMPARE(found("retrans>0"), (std::vector<base::ExchangeId>{2}));
        QCOMPARE(found("retransmits:0"), (std::vector<base::ExchangeId>{1}));
    }

    void findsQueries_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("found");
        const auto row = [](const char *text, const char *found) { QTest::newRow(text) << QByteArray(text) << QByteArray(found); };
        row("rows>100", "1");
        row("rows:3", "0");
        row("rows!=3", "1");
        row("rows:1-300", "01");
        row("result:select", "0");
        row("result:57014*", "1");
        row("-result:select", "12");
        row("result!=\"SELECT 3\"", "12");
        row("outcome:ok", "0");
        row("outcome:error", "1");
        row("outcome!=error", "02");
        row("outcome:unknown", "2");
    }
    void findsQueries()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, found);
        exchange::Batch batch;
        for (const char *result : {"SELECT 3", "57014: canceling statement", ""}) {
            Exchange query;
            query.id = base::ExchangeId(batch.exchanges.size());
            query.kind = Kind::Query;
            query.state = query.id == 2 ? State::InProgress : State::Complete;
            query.result = result;
            if (query.id < 2) {
                query.outcome = query.id ? protocols::Outcome::Error : protocols::Outcome::Ok;
                query.rows = query.id ? 250 : 3;
            }
            batch.exchanges.push_back(query);
        }
        Store store;
        store.apply(std::move(batch));
        const auto filter = compile(text.toStdString());
        QVERIFY2(filter.has_value(), filter ? "" : filter.error().message.c_str());
        QByteArray all;
        for (const base::ExchangeId id : filter->run(store, 0, store.size()))
            all += char('0' + id);
        QCOMPARE(all, found);
    }

    void findsAProtocolByEachOfItsNames_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("found");
        QTest::newRow("channels") << QByteArray("is:channel") << QByteArray("0");
        QTest::newRow("websocket") << QByteArray("is:websocket") << QByteArray("0");
        QTest::newRow("scheme inside TLS") << QByteArray("protocol:wss") << QByteArray("0");
        QTest::newRow("usual name") << QByteArray("is:postgresql") << QByteArray("1");
        QTest::newRow("short name") << QByteArray("protocol:pg") << QByteArray("1");
        QTest::newRow("capitals") << QByteArray("protocol:PG") << QByteArray("1");
        QTest::newRow("not that") << QByteArray("protocol!=pg") << QByteArray("02");
        QTest::newRow("none of them") << QByteArray("-is:pg -is:ws") << QByteArray("2");
        QTest::newRow("version of HTTP") << QByteArray("is:h2") << QByteArray("2");
        QTest::newRow("by scheme alone") << QByteArray("protocol:https") << QByteArray("2");
    }
    void findsAProtocolByEachOfItsNames()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, found);
        using protocols::Protocol;
        exchange::Batch batch;
        for (const auto &[protocol, kind, scheme] : {std::tuple(Protocol::WebSocket, Kind::Channel, "wss"),
                                                     std::tuple(Protocol::Postgres, Kind::Query, "postgresql"), std::tuple(Protocol::Http2, Kind::Http, "https")}) {
            Exchange e;
            e.id = base::ExchangeId(batch.exchanges.size());
            e.protocol = protocol;
            e.kind = kind;
            e.scheme = scheme;
            batch.exchanges.push_back(e);
        }
        Store store;
        store.apply(std::move(batch));
        const auto filter = compile(text.toStdString());
        QVERIFY2(filter.has_value(), filter ? "" : filter.error().message.c_str());
        QByteArray all;
        for (const base::ExchangeId id : filter->run(store, 0, store.size()))
            all += char('0' + id);
        QCOMPARE(all, found);
    }

    void keepsToTheRowsItWasAskedAbout()
    {
        const Store store = smallStore();
        const Filter all;
        QCOMPARE(all.run(store, 2, 4), (std::vector<base::ExchangeId>{2, 3}));
        QCOMPARE(all.run(store, 5, 500).size(), size_t(1));
        QVERIFY(all.run(store, 7, 3).empty());
        QVERIFY(!all.matches(store, 99));
    }

    void isFastOnAMillionRows()
    {
        constexpr uint32_t count = 1'000'000;
        const Store small = smallStore();
        Store store;
        for (uint32_t from = 0; from < count; from += 10'000) {
            exchange::Batch batch;
            if (from == 0)
                batch.processes = {small.processes().begin(), small.processes().end()};
            for (uint32_t id = from; id < from + 10'000; ++id) {
                Exchange e = exchangeOf(rows[id % 4], id);
                e.host = "host" + std::to_string(id % 1'000) + ".example.com";
                e.path = "/api/v1/customers/" + std::to_string(id) + "/orders?page=2&size=50";
                batch.exchanges.push_back(std::move(e));
            }
            store.apply(std::move(batch));
        }
        const auto best = [&](const char *text) {
            const Filter filter = *compile(text);
            qint64 ns = std::numeric_limits<qint64>::max();
            size_t found = 0;
            for (int round = 0; round < 3; ++round) {
                QElapsedTimer timer;
                timer.start();
                found = filter.run(store, 0, count).size();
                ns = std::min(ns, timer.nsecsElapsed());
            }
            qInfo("%-32s %8.2f ms, %zu rows", text, double(ns) / 1e6, found);
            return double(ns) / 1e6;
        };
        // Targets: 16 ms and 150 ms; fails at three times that, as the machine may be busy.
        QVERIFY(best("status>=400") < 48 * support::slowness);
        QVERIFY(best("size>10k dur>10ms") < 48 * support::slowness);
        QVERIFY(best("host:host77") < 48 * support::slowness);
        QVERIFY(best("path:99999/orders") < 450 * support::slowness);
        QVERIFY(best("99999/orders") < 450 * support::slowness);
        best("proc:curl -type:image (customers or status:500)");
    }
};

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"
