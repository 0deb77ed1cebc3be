// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exchange_line.h"

#include <QRegularExpression>
#include <QTest>

using namespace cli;

namespace {
exchange::Store storeOf(exchange::Exchange e)
{
    exchange::Batch batch;
    exchange::Process process;
    process.id = 0;
    process.pid = 4711;
    process.comm = "curl";
    batch.processes.push_back(process);
    exchange::Connection connection;
    connection.id = 0;
    batch.connections.push_back(connection);
    e.id = 0;
    e.connection = 0;
    e.process = 0;
    batch.exchanges.push_back(std::move(e));
    exchange::Store store;
    store.apply(std::move(batch));
    return store;
}
exchange::Exchange finished()
{
    exchange::Exchange e;
    e.state = exchange::State::Complete;
    e.side = base::Side::Client;
    e.method = "GET";
    e.scheme = "https";
    e.host = "a.local:8443";
    e.path = "/x";
    e.status = 200;
    e.request.begin = 1'700'000'000'000'000'000;
    e.request.end = e.request.begin + 1'000'000;
    e.response.begin = e.request.begin + 3'000'000;
    e.response.end = e.request.begin + 38'000'000;
    e.response.bodyBytes = 4200;
    return e;
}
}

class TestExchangeLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        qputenv("TZ", "UTC");
    }

    void aCallOfALanguageModelHasItsFigures()
    {
        exchange::Exchange call = finished();
        call.dialect = protocols::Dialect::OpenAiChat;
        call.operation = "gpt-4o";
        QVERIFY(exchangeLine(storeOf(call), 0, false).ends_with("/x  [gpt-4o]"));
        call.tokens = {120, 35};
        call.outcome = protocols::Outcome::Ok;
        call.result = "tool_calls";
        QVERIFY(exchangeLine(storeOf(call), 0, false).ends_with("/x  [gpt-4o, 120 tokens in, 35 out, tool_calls]"));
        call.tokens.input.reset();
        QVERIFY(exchangeLine(storeOf(call), 0, false).ends_with("/x  [gpt-4o, 35 tokens out, tool_calls]"));
    }

    void writesOneExchangeInOneLine()
    {
        QCOMPARE(exchangeLine(storeOf(finished()), 0, false),
                 "22:13:20.000 →curl 4711                GET     200       4.2 kB     38 ms  https://a.local:8443/x");
    }

    void namesBothProcessesOfACallAndSaysWhyItWasSlow()
    {
        exchange::Exchange e = finished();
        e.response.begin += 400'000'000;
        e.response.end += 400'000'000;
        exchange::Store store = storeOf(e);
        exchange::Batch batch;
        exchange::Process server;
        server.id = 1;
        server.pid = 77;
        server.comm = "nginx";
        batch.processes.push_back(server);
        exchange::Exchange other = finished();
        other.id = 1;
        other.connection = 0;
        other.process = 1;
        other.side = base::Side::Server;
        batch.exchanges.push_back(other);
        store.apply(std::move(batch));
        calls::Account call;
        call.otherHalf = 1;
        call.why = {.cause = calls::Cause::Server, .sureness = calls::Sureness::Certain, .share = 400'000'000, .total = 438'000'000};
        QCOMPARE(exchangeLine(store, 0, false, &call),
                 "22:13:20.000 →curl 4711 → nginx 77     GET     200       4.2 kB    438 ms  https://a.local:8443/x  (the server took 400 ms of 438 ms)");
    }

    void lendsTheTerminalNoControlCharacters()
    {
        exchange::Exchange e = finished();
        e.path = "/\x1b[2J\n";
        const std::string line = exchangeLine(storeOf(e), 0, false);
        QVERIFY(line.find('\x1b') == std::string::npos);
        QVERIFY(line.ends_with("/?[2J?"));
    }

    void countsTheMessagesInside()
    {
        exchange::Store store = storeOf(finished());
        exchange::Batch batch;
        batch.items.emplace_back(0, exchange::Item{});
        batch.items.emplace_back(0, exchange::Item{});
        store.apply(std::move(batch));
        QVERIFY(exchangeLine(store, 0, false).ends_with("https://a.local:8443/x  (2 messages)"));
    }

    void saysWhyAFailedConnectionFailed()
    {
        exchange::Exchange e = finished();
        e.kind = exchange::Kind::Failed;
        e.state = exchange::State::Failed;
        e.reason = "refused";
        QVERIFY(exchangeLine(storeOf(e), 0, false).ends_with("(refused)"));
    }
};

QTEST_GUILESS_MAIN(TestExchangeLine)
#include "tst_exchange_line.moc"
