// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/server.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace agents;

namespace {

constexpr const char *har = R"({"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[
{"startedDateTime":"2026-11-01T10:00:00.000Z","time":12,"request":{"method":"GET","url":"http:\/\/shop.local/a?token=canary-Zq7hunter2","httpVersion":"HTTP/1.1",
"headers":[{"name":"Authorization","value":"Bearer canary-Zq7hunter2"}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},
"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{"size":11,"mimeType":"text/plain","text":"häßlich xy"},"redirectURL":"","headersSize":-1,"bodySize":11},
"cache":{},"timings":{"send":1,"wait":10,"receive":1}},
{"startedDateTime":"2026-11-01T10:00:01.000Z","time":400,"request":{"method":"POST","url":"http:\/\/shop.local/b","httpVersion":"HTTP/1.1","headers":[],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},
"response":{"status":500,"statusText":"No","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{"size":0,"mimeType":"text/plain","text":"the canary-Zq7hunter2 leaked"},"redirectURL":"","headersSize":-1,"bodySize":0},
"cache":{},"timings":{"send":1,"wait":398,"receive":1}}]}})";

struct Asked {
    cli::Options options;
    QTemporaryDir folder;
    std::unique_ptr<Workbench> bench;
    std::unique_ptr<Server> server;
    bool cancelled = false;

    explicit Asked(bool masked = true)
    {
        QFile file(folder.filePath("shop.har"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(har);
        file.close();
        exporters::ExportOptions exporting;
        exporting.masked = masked;
        exporting.key = {1, 2};
        bench = std::make_unique<Workbench>(Workbench{options, ExchangeView(exporting)});
        QVERIFY(bench->captures.openFile(file.fileName().toStdString(), UINT64_MAX).has_value());
        server = std::make_unique<Server>(*bench);
    }
    std::optional<Json> ask(const std::string &method, Json params = Json::object())
    {
        const Turn turn{[](double, double, const std::string &) {}, [this] { return cancelled; }};
        const auto answer = server->answer({Json(1), method, std::move(params)}, turn);
        return answer ? std::optional(Json::parse(*answer)) : std::nullopt;
    }
    Json call(const char *tool, Json arguments)
    {
        const Json answer = *ask("tools/call", {{"name", tool}, {"arguments", std::move(arguments)}});
        return answer["result"];
    }
};

Json stateless(const char *version = "2026-07-28")
{
    return {{"_meta", {{"io.modelcontextprotocol/protocolVersion", version}, {"io.modelcontextprotocol/clientCapabilities", Json::object()}}}};
}

} // namespace

class TestServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void shakesHandsInTheRevisionThatTheClientWants()
    {
        Asked asked;
        QCOMPARE((*asked.ask("initialize", {{"protocolVersion", "2025-06-18"}}))["result"]["protocolVersion"], Json("2025-06-18"));
        QCOMPARE((*asked.ask("initialize", {{"protocolVersion", "2024-01-01"}}))["result"]["protocolVersion"], Json("2025-11-25"));
        QVERIFY(!asked.server->answer({std::nullopt, "notifications/initialized", {}}, {nullptr, nullptr}));
    }

    void tellsStatelessClientsWhatItSpeaks()
    {
        Asked asked;
        const Json discovered = (*asked.ask("server/discover", stateless()))["result"];
        QCOMPARE(textOf(discovered["supportedVersions"]), R"(["2026-07-28"])");
        QCOMPARE(discovered["resultType"], Json("complete"));
        QVERIFY(discovered["ttlMs"].is_number_unsigned());
        const Json refused = (*asked.ask("tools/list", stateless("2031-01-01")))["error"];
        QCOMPARE(refused["code"], Json(-32022));
        QCOMPARE(refused["data"]["requested"], Json("2031-01-01"));
        const Json listed = (*asked.ask("tools/list", stateless()))["result"];
        QCOMPARE(listed["cacheScope"], Json("private"));
        QVERIFY(!(*asked.ask("tools/list"))["result"].contains("resultType"));
    }

    void describesEachToolWithSchemasOfObjects()
    {
        Asked asked;
        const Json listed = (*asked.ask("tools/list"))["result"]["tools"];
        QCOMPARE(listed.size(), tools().size());
        for (const Json &tool : listed) {
            QVERIFY2(tool["description"].get<std::string>().size() > 40, tool["name"].get<std::string>().c_str());
            QCOMPARE(tool["inputSchema"]["type"], Json("object"));
            QCOMPARE(tool["inputSchema"]["additionalProperties"], Json(false));
        }
    }

    void masksInRowsEntriesBodiesAndResources()
    {
        Asked asked;
        for (const Json &answer : {asked.call("list_exchanges", {{"capture", "c1"}}), asked.call("get_exchange", {{"capture", "c1"}, {"id", 0}}),
                                   asked.call("get_exchange", {{"capture", "c1"}, {"id", 1}}), asked.call("get_body", {{"capture", "c1"}, {"id", 1}}),
                                   (*asked.ask("resources/read", {{"uri", "cleartap://capture/c1/exchange/1"}}))["result"]}) {
            QVERIFY2(textOf(answer).find("hunter2") == std::string::npos, textOf(answer).c_str());
            QVERIFY(textOf(answer).find("masked-") != std::string::npos);
        }
        Asked unmasked(false);
        QVERIFY(textOf(unmasked.call("get_body", {{"capture", "c1"}, {"id", 1}})).find("hunter2") != std::string::npos);
    }

    void pagesThroughABodyByWholeCharacters()
    {
        Asked asked;
        std::string whole;
        for (uint64_t at = 0;;) {
            const Json page = asked.call("get_body", {{"capture", "c1"}, {"id", 0}, {"bytes", 3}, {"offset", at}})["structuredContent"];
            whole += page["text"].get<std::string>();
            QCOMPARE(page["total_bytes"], Json(12u));
            if (!page.contains("next_offset"))
                break;
            at = page["next_offset"].get<uint64_t>();
        }
        QCOMPARE(whole, "häßlich xy");
    }

    void countsFiltersAndSorts()
    {
        Asked asked;
        QCOMPARE(textOf(asked.call("count_exchanges", {{"capture", "c1"}, {"filter", "status>=500"}})["structuredContent"]), R"({"total":1})");
        const Json slow = asked.call("list_exchanges", {{"capture", "c1"}, {"order", "slowest"}, {"limit", 1}, {"fields", {"id", "duration_ms"}}})["structuredContent"];
        QCOMPARE(textOf(slow["exchanges"]), R"([{"id":1,"duration_ms":400.0}])");
        QCOMPARE(slow["next_offset"], Json(1u));
    }

    void tellsAnAgentWhatWasWrong()
    {
        Asked asked;
        const Json refused = asked.call("get_exchange", {{"capture", "c1"}, {"id", 99}});
        QVERIFY(refused["isError"].get<bool>());
        QCOMPARE(refused["content"][0]["text"], Json("There is no exchange 99: the capture has 2, numbered from 0."));
        QCOMPARE((*asked.ask("tools/call", {{"name", "fly"}}))["error"]["code"], Json(-32602));
        QCOMPARE((*asked.ask("tools/fly"))["error"]["code"], Json(-32601));
        QCOMPARE((*asked.ask("resources/read", {{"uri", "cleartap://capture/c1/exchange/1x"}}))["error"]["code"], Json(-32002));
    }

    void keepsSilentAboutWhatIsNoLongerWanted()
    {
        Asked asked;
        asked.cancelled = true;
        QVERIFY(!asked.ask("tools/list"));
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
