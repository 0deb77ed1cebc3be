// SPDX-License-Identifier: GPL-3.0-or-later
// Text that tries to break out of its context, in every field of everything that is exported. The library
// that reads the result here did not write it.
#include "app/exporters/curl.h"
#include "app/exporters/fetch.h"
#include "app/exporters/har_writer.h"

#include "tests/app/exporters/converted.h"
#include "tests/app/exporters/sample.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace exporters;
using protocols::Half;
using protocols::ItemKind;

namespace {

const std::string hostile[] = {
    "\"],\"injected\":[\"", "1],\"injected\":[1", "\\", "\\\"", "\\u0022,\"injected\":1,\"x\":\"", "'\"`$(injected)${x}</script><!--", "\n\r\t\v\x7f\x1b[2J",
    "\xe2\x80\xa8\xe2\x80\xa9", "\xed\xa0\xbd", "\xff\xfe\xc3", "\xf0\x9f\x98\x80", std::string("a\0b", 3), "...", "",
};

// As in a head's line.
std::string onOneLine(std::string text)
{
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, '_');
    return text;
}

void fill(sample::Capture &capture, const std::string &text)
{
    const std::string line = onOneLine(text);
    exchange::Process &process = capture.batch().processes[0];
    process.comm = process.exe = process.cgroup = process.container = text;
    process.cmdline = {text, "-H", text};
    exchange::Connection &connection = capture.batch().connections[0];
    connection.remoteName = connection.reason = connection.tie = connection.foundBy = text;
    connection.tlsLibrary = connection.tlsVersion = connection.tlsProtocol = connection.tlsCipher = connection.alpn = connection.sni = text;
    exchange::Exchange &http = capture.add("GET /?" + line + "=" + line + " HTTP/1.1\r\nHost: " + line + "\r\nCookie: a=" + line + "\r\nX-" + line + ": " + line + "\r\nContent-Type: "
            + line + "\r\n\r\n",
        text, "HTTP/1.1 200 " + line + "\r\nSet-Cookie: n=" + line + "; path=" + line + "\r\nLocation: " + line + "\r\nX: " + line + "\r\n\r\n", text);
    http.operation = http.result = http.reason = http.method = http.scheme = http.contentType = text;
    http.outcome = protocols::Outcome::Error;
    http.response.trailers = capture.keep("X: " + line + "\r\n");
    http.interim = capture.keep("HTTP/1.1 103 " + line + "\r\nLink: " + line + "\r\n\r\n");
    const auto item = [&](base::ExchangeId id, Half half, ItemKind kind, const char *label) {
        exchange::Item made{.half = half, .kind = kind, .slices = capture.keep(text), .label = label ? label : text};
        capture.batch().items.emplace_back(id, made);
    };
    const base::ExchangeId httpId = http.id;
    for (const ItemKind kind : {ItemKind::Event, ItemKind::Record, ItemKind::Piece, ItemKind::Grpc})
        item(httpId, Half::Response, kind, nullptr);
    exchange::Exchange &socket = capture.add("GET / HTTP/1.1\r\n\r\n", "", "HTTP/1.1 101 x\r\n\r\n", "");
    socket.kind = exchange::Kind::Channel;
    const base::ExchangeId socketId = socket.id;
    for (const ItemKind kind : {ItemKind::Text, ItemKind::Binary, ItemKind::Close, ItemKind::Ping, ItemKind::Piece})
        item(socketId, Half::Request, kind, nullptr);
    exchange::Exchange &query = capture.add("", "", "", "");
    query.kind = exchange::Kind::Query;
    query.protocol = protocols::Protocol::Postgres;
    query.scheme = query.method = query.path = query.host = query.result = text;
    query.outcome = protocols::Outcome::Ok;
    const base::ExchangeId queryId = query.id;
    item(queryId, Half::Request, ItemKind::Record, "parameters");
    item(queryId, Half::Request, ItemKind::Record, "copy");
    item(queryId, Half::Request, ItemKind::Record, "");
    for (const ItemKind kind : {ItemKind::Row, ItemKind::Record, ItemKind::Notice})
        item(queryId, Half::Response, kind, "");
    exchange::Exchange &talk = capture.add("", "", "", "");
    talk.kind = exchange::Kind::Conversation;
    talk.host = talk.reason = text;
    item(talk.id, Half::Request, ItemKind::Piece, nullptr);
    exchange::Exchange &failed = capture.add("", "", "", "");
    failed.kind = exchange::Kind::Failed;
    failed.host = failed.reason = text;
}

bool hasMember(const nlohmann::json &value, const std::string &name)
{
    if (value.is_object() && value.contains(name))
        return true;
    return value.is_structured() && std::any_of(value.begin(), value.end(), [&](const nlohmann::json &inner) { return hasMember(inner, name); });
}

} // namespace

class TestHostileText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void staysTextInEveryFieldOfAFile()
    {
        for (const std::string &text : hostile) {
            for (const bool masked : {false, true}) {
                sample::Capture capture;
                fill(capture, text);
                ExportOptions options;
                options.masked = masked;
                options.creatorVersion = text;
                const QByteArray har = converted::written(capture.store(), capture.bodies(), options);
                const auto read = nlohmann::json::parse(har.toStdString(), nullptr, false);
                QVERIFY2(!read.is_discarded(), har.constData());
                QVERIFY2(!hasMember(read, "injected"), har.constData());
                // Passed through the reader, which finds the same rows.
                const QByteArray twice = converted::again(har, masked);
                const auto readTwice = nlohmann::json::parse(twice.toStdString(), nullptr, false);
                QVERIFY2(!readTwice.is_discarded() && !hasMember(readTwice, "injected"), twice.constData());
                for (const char *list : {"entries", "_queries", "_conversations", "_connections"})
                    QCOMPARE(readTwice["log"][list].size(), read["log"][list].size());
                if (!masked) {
                    QVERIFY2(readTwice["log"]["_queries"][0]["_query"] == read["log"]["_queries"][0]["_query"], twice.constData());
                    QVERIFY2(readTwice["log"]["entries"] == read["log"]["entries"], twice.constData());
                }
            }
        }
    }

    void staysOnItsLine()
    {
        for (const std::string &text : hostile) {
            sample::Capture capture;
            fill(capture, text);
            QTemporaryDir folder;
            auto out = OutputFile::create(folder.filePath("a.jsonl").toStdString());
            QVERIFY(out);
            const exchange::Store store = capture.store();
            std::vector<base::ExchangeId> ids{0, 1, 2, 3, 4};
            ExportOptions options;
            options.masked = false;
            QVERIFY(writeJsonLines(store, ids, capture.bodies(), *out, options));
            QVERIFY(out->commit());
            QFile file(folder.filePath("a.jsonl"));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArrayList lines = file.readAll().trimmed().split('\n');
            QCOMPARE(lines.size(), 5);
            for (const QByteArray &line : lines) {
                const auto read = nlohmann::json::parse(line.toStdString(), nullptr, false);
                QVERIFY2(!read.is_discarded() && !hasMember(read, "injected"), line.constData());
            }
        }
    }

    // An answer's values are JSON text; those in a file need not be.
    void anAnswerThatIsNoJsonIsWrittenAsText()
    {
        for (const char *value : {"\"1],\\\"injected\\\":[1\"", "\"{\\\"a\\\":\"", "\"text\"", "\"1\"", "1", "[1,{\"a\":null}]", "\"abc…\"", "true", "\"\""}) {
            const QByteArray har = R"({"log":{"entries":[],"_queries":[{"startedDateTime":"2026-01-02T03:04:05.678Z","_query":{"protocol":"postgresql","statement":"s","answer":[)" + QByteArray(value) + "]}}]}}";
            const QByteArray once = converted::again(har);
            const auto read = nlohmann::json::parse(once.toStdString(), nullptr, false);
            QVERIFY2(!read.is_discarded() && !hasMember(read, "injected"), once.constData());
            QCOMPARE(read["log"]["_queries"][0]["_query"]["answer"][0].dump(), nlohmann::json::parse(value).dump());
        }
    }

    void staysOneWordOfAShell()
    {
        for (const std::string &text : hostile) {
            if (text.find('\0') != std::string::npos)
                continue; // not possible in an argument
            QProcess bash;
            bash.start("bash", {"-s"});
            bash.write("for a in " + QByteArray::fromStdString(shellWord(text)) + "; do printf %s \"$a\" | od -An -v -tx1 | tr -d ' \\n'; echo; done\n");
            bash.closeWriteChannel();
            QVERIFY(bash.waitForFinished());
            QCOMPARE(QByteArray::fromHex(bash.readAllStandardOutput().trimmed()), QByteArray::fromStdString(text));
            QCOMPARE(bash.readAllStandardError(), QByteArray());
        }
    }

    void staysInTheStringsOfACall()
    {
        for (const std::string &text : hostile) {
            sample::Capture capture;
            fill(capture, text);
            const std::string call = fetchCall(sentRequest(entrySource(capture.store(), 0), capture.bodies(), nullptr));
            // Outside its strings a call contains nothing from the text.
            bool inside = false;
            std::string outside;
            for (size_t i = 0; i < call.size(); ++i) {
                if (inside && call[i] == '\\')
                    ++i;
                else if (call[i] == '"')
                    inside = !inside;
                else if (!inside)
                    outside += call[i];
            }
            QVERIFY2(!inside, call.c_str());
            QVERIFY2(outside.find("injected") == std::string::npos && outside.find("script") == std::string::npos, call.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestHostileText)
#include "tst_hostile_text.moc"
