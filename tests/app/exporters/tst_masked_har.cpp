// SPDX-License-Identifier: GPL-3.0-or-later
// A masked HAR as a whole: no secret remains, wherever it was sent; everything else does.
#include "tests/app/exporters/sample.h"
#include "tests/support/deflated.h"

#include <QRegularExpression>
#include <QTest>

using exporters::ExportOptions;
using exporters::ExportReport;

namespace {

const std::string secret = "Zq7-hunter2/Xk9";
const std::string ok = "HTTP/1.1 200 OK\r\n\r\n";

QByteArray written(sample::Capture &capture, bool har = true)
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath("out").toStdString();
    auto file = exporters::OutputFile::create(path);
    const exchange::Store store = capture.store();
    std::vector<base::ExchangeId> ids;
    for (base::ExchangeId id = 0; id < store.size(); ++id)
        ids.push_back(id);
    ExportOptions options;
    options.key = {1, 2};
    const auto report = har ? exporters::writeHar(store, ids, capture.bodies(), *file, options)
                            : exporters::writeJsonLines(store, ids, capture.bodies(), *file, options);
    if (!report || !file->commit())
        return {};
    QFile in(QString::fromStdString(path));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

std::string get(const std::string &target, const std::string &fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

std::string post(const std::string &type)
{
    return "POST /m HTTP/1.1\r\nHost: h\r\n" + (type.empty() ? std::string() : "Content-Type: " + type + "\r\n") + "\r\n";
}

// In JSON, percent-encoded, Base64: the letters and digits of the secret, which no encoding changes.
bool contains(const QByteArray &har, const QByteArray &what)
{
    return har.contains(what) || har.contains("hunter2") || har.contains(QByteArray(what).toBase64().mid(2, 16));
}

} // namespace

class TestMaskedHar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void holdsASecretNowhere_data()
    {
        QTest::addColumn<std::string>("request");
        QTest::addColumn<std::string>("body");
        QTest::addColumn<std::string>("response");
        QTest::addColumn<std::string>("answer");
        const auto sent = [](const char *name, const std::string &request, const std::string &body = {}) { QTest::newRow(name) << request << body << ok << std::string(); };
        const auto received = [](const char *name, const std::string &type, const std::string &answer) {
            QTest::newRow(name) << get("/") << std::string() << "HTTP/1.1 200 OK\r\n" + (type.empty() ? type : "Content-Type: " + type + "\r\n") + "\r\n" << answer;
        };
        const std::string percent = "Zq7-hunter2%2FXk9", form = "application/x-www-form-urlencoded", json = "application/json";
        for (const std::string name : {"password", "password_confirmation", "passwordConfirmation", "password1", "passwordAgain", "DB_PASS", "otp_code", "card_number", "cvv", "ssn", "AccountKey", "apiKey",
                                       "client_secret", "private_key", "pin", "passphrase", "sessionid", "csrf", "user%5Bpassword%5D"}) {
            sent(("query " + name).c_str(), get("/p?a=1&" + name + "=" + percent + "&b=2"));
            sent(("form " + name).c_str(), post(form), "a=1&" + name + "=" + percent);
            sent(("form without a type " + name).c_str(), post(""), "a=1&" + name + "=" + percent);
            sent(("JSON " + name).c_str(), post(json), "{\"a\":1,\"" + name + "\":\"" + secret + "\"}");
            sent(("JSON as a form " + name).c_str(), post(form), "{\"" + name + "\":\"" + secret + "\"}");
            received(("answer " + name).c_str(), json, "[{\"" + name + "\": \"" + secret + "\"}]");
            sent(("part " + name).c_str(), post("multipart/form-data; boundary=b"), "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + secret + "\r\n--b--\r\n");
            if (name.find('%') != std::string::npos)
                continue;
            received(("XML " + name).c_str(), "text/xml", "<a><" + name + ">" + secret + "</" + name + "></a>");
            received(("lines " + name).c_str(), "text/plain", "x=1\n" + name + "=" + secret + "\n");
        }
        for (const std::string name : {"Authorization", "Proxy-Authorization", "X-Authorization", "Cookie", "X-Goog-IAP-JWT-Assertion", "X-Amzn-Oidc-Data", "DPoP", "X-Api-Key", "X-Vault-Token", "X-Auth-Token", "Set-Cookie"}) {
            sent(("header " + name).c_str(), get("/", name + ": " + (name.ends_with("ookie") ? "sid=" : "") + secret + "\r\n"));
            QTest::newRow(("answered header " + name).c_str()) << get("/") << std::string() << "HTTP/1.1 200 OK\r\n" + name + ": " + secret + "\r\n\r\n" << std::string();
        }
        sent("bearer", get("/", "Authorization: Bearer " + secret + "\r\n"));
        sent("WebSocket protocol", get("/", "Sec-WebSocket-Protocol: access_token, " + secret + "\r\n"));
        sent("referer", get("/", "Referer: https://h/?token=" + percent + "\r\n"));
        sent("origin of a proxy", get("/", "X-Original-URL: /a?sessionid=" + percent + "\r\n"));
        QTest::newRow("location") << get("/") << std::string() << "HTTP/1.1 302 Found\r\nLocation: https://h/#access_token=" + percent + "\r\n\r\n" << std::string();
        sent("user of a URL", get("http://ann:" + percent + "@h/"));
        sent("JSON in a parameter", get("/?q=%7B%22password%22%3A%22" + percent + "%22%7D"));
        sent("URL in a parameter", get("/?next=https%3A%2F%2Fh%2F%3Ftoken%3DZq7-hunter2%252FXk9"));
        sent("JSON in a field of a form", post(form), "data=%7B%22password%22%3A%22" + percent + "%22%7D");
        sent("JSON in JSON", post(json), "{\"a\":\"{\\\"password\\\":\\\"" + secret + "\\\"}\"}");
        sent("JSON in JSON in JSON", post(json), "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"password\\\\\\\":\\\\\\\"" + secret + "\\\\\\\"}\\\"}\"}");
        sent("URL in JSON", post(json), "{\"url\":\"https://h/?access_token=" + percent + "\"}");
        sent("literal of GraphQL", post(json), "{\"query\":\"mutation{login(password:\\\"" + secret + "\\\"){id}}\"}");
        sent("GraphQL by itself", post("application/graphql"), "mutation{login(password:\"" + secret + "\"){id}}");
        sent("variable of GraphQL", post(json), "{\"query\":\"q\",\"variables\":{\"input\":{\"newPassword\":\"" + secret + "\"}}}");
        sent("GraphQL in a query", get("/?query=%7Blogin(password%3A%22" + percent + "%22)%7D"));
        sent("JSON in a part", post("multipart/form-data; boundary=b"), "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{\"password\":\"" + secret + "\"}\r\n--b--\r\n");
        sent("parts without a type", post(""), "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" + secret + "\r\n--b--\r\n");
        sent("name beside a value", post(json), "{\"env\":[{\"name\":\"DB_PASS\",\"value\":\"" + secret + "\"}]}");
        received("JSONP", "application/javascript", "cb({\"password\": \"" + secret + "\"});");
        received("script", "text/javascript", "var config = {apiKey: '" + secret + "'};");
        received("field of a page", "text/html", "<input type=hidden name=\"csrf_token\" value=\"" + secret + "\">");
        received("meta of a page", "text/html", "<meta name=\"csrf-token\" content=\"" + secret + "\">");
        received("SOAP", "application/soap+xml", "<s:Envelope><wsse:Password Type=\"x\">" + secret + "</wsse:Password></s:Envelope>");
        received("property list", "text/xml", "<dict><key>password</key><string>" + secret + "</string></dict>");
        received("JSON without a type", "", "{\"password\":\"" + secret + "\"}");
        received("events", "text/event-stream", "data: {\"token\":\"" + secret + "\"}\n\n");
        received("an echoed head", "text/plain", "GET / HTTP/1.1\r\nAuthorization: Bearer " + secret + "\r\n");
    }
    void holdsASecretNowhere()
    {
        QFETCH(std::string, request);
        QFETCH(std::string, body);
        QFETCH(std::string, response);
        QFETCH(std::string, answer);
        sample::Capture capture;
        capture.add(request, body, response, answer);
        for (const bool har : {true, false}) {
            const QByteArray text = written(capture, har);
            QVERIFY(QJsonDocument::fromJson(text).isObject());
            QVERIFY2(!contains(text, QByteArray::fromStdString(secret)), text.constData());
            QVERIFY(text.contains("masked-"));
        }
    }

    // MQTT inside WebSocket: a packet may be split across two messages, and a message is not text.
    void leavesOutWhatMessagesCarryInAnotherProtocol_data()
    {
        QTest::addColumn<std::string>("request");
        QTest::addColumn<std::string>("response");
        QTest::addColumn<bool>("left");
        const std::string upgrade = "GET /m HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n", agreed = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n";
        const std::string mqtt = "Sec-WebSocket-Protocol: mqtt\r\n", offered = "Sec-WebSocket-Protocol: mqttv3.1, mqtt\r\n";
        QTest::newRow("as the server chose") << upgrade + offered + "\r\n" << agreed + mqtt + "\r\n" << true;
        QTest::newRow("offered, and not answered") << upgrade + "Sec-WebSocket-Protocol: x , mqtt \r\n\r\n" << agreed + "\r\n" << true;
        QTest::newRow("another was chosen") << upgrade + offered + "\r\n" << agreed + "Sec-WebSocket-Protocol: chat\r\n\r\n" << false;
        QTest::newRow("nothing is known") << upgrade + "\r\n" << agreed + "\r\n" << false;
    }
    void leavesOutWhatMessagesCarryInAnotherProtocol()
    {
        QFETCH(std::string, request);
        QFETCH(std::string, response);
        QFETCH(bool, left);
        sample::Capture capture;
        exchange::Exchange &socket = capture.add(request, "", response, "");
        socket.kind = exchange::Kind::Channel;
        socket.protocol = protocols::Protocol::WebSocket;
        const std::string packet = "\x10\x1c" + std::string(1, '\0') + "\4MQTT\4\xc2" + secret;
        for (const std::string &part : {packet.substr(0, 20), packet.substr(20)})
            capture.batch().items.emplace_back(0, exchange::Item{.kind = protocols::ItemKind::Binary, .slices = capture.keep(part), .wireBytes = part.size()});
        capture.batch().items.emplace_back(0, exchange::Item{.kind = protocols::ItemKind::Text, .slices = capture.keep("a word"), .wireBytes = 6});
        for (const bool har : {true, false}) {
            const QByteArray text = written(capture, har);
            QVERIFY(text.contains("a word"));
            QCOMPARE(text.contains(QByteArray::fromStdString(packet.substr(0, 20)).toBase64()), !left);
            QCOMPARE(text.contains("Bytes omitted: they are MQTT"), left);
            QCOMPARE(text.contains("\"size\":20,"), left);
            if (left)
                QVERIFY2(!contains(text, QByteArray::fromStdString(secret)), text.constData());
        }
    }

    // Sent as the cookie of the second exchange, it is also in the first one, under names that reveal nothing.
    void hidesWhatWasASecretOnceWhereverItStands_data()
    {
        QTest::addColumn<std::string>("request");
        QTest::addColumn<std::string>("body");
        QTest::addColumn<std::string>("answer");
        const auto row = [](const char *name, const std::string &request, const std::string &body, const std::string &answer) { QTest::newRow(name) << request << body << answer; };
        const QByteArray bytes = QByteArray::fromStdString(secret);
        row("path", get("/users/Zq7-hunter2%2FXk9/x"), "", "");
        row("parameter", get("/?q=Zq7-hunter2%2fXk9"), "", "");
        row("header", get("/", "X-Note: " + secret + "\r\n"), "", "");
        row("text", post("text/plain"), "it is " + secret + "!", "");
        row("JSON", post("application/json"), "{\"note\":\"it is " + secret + "!\"}", "");
        row("JSON with escapes", post("application/json"), "{\"note\":\"it is Zq7-hunter2\\/Xk9\"}", "");
        row("JSON in JSON", post("application/json"), "{\"a\":\"{\\\"note\\\":\\\"Zq7-hunter2\\\\/Xk9\\\"}\"}", "");
        row("Base64", post("text/plain"), ("ann:" + bytes).toBase64().toStdString(), "");
        row("Base64 of a body", post("application/octet-stream"), std::string("\0\1\2", 3) + secret + std::string("\0\xff", 2), "");
        row("answer", get("/"), "", "<p>" + secret + "</p>");
        row("user and password", get("/", "X-Note: " + ("ann:" + bytes).toBase64().toStdString() + "\r\n"), "", "");
    }
    void hidesWhatWasASecretOnceWhereverItStands()
    {
        QFETCH(std::string, request);
        QFETCH(std::string, body);
        QFETCH(std::string, answer);
        sample::Capture capture;
        capture.add(request, body, ok, answer);
        capture.add(get("/", "Cookie: sid=" + secret + "\r\n"), "", ok, "");
        const QByteArray text = written(capture);
        QVERIFY(QJsonDocument::fromJson(text).isObject());
        QVERIFY2(!contains(text, QByteArray::fromStdString(secret)), text.constData());
    }

    // Its password is in the query's parameters, and may be in any message, also as it was sent.
    void hidesTheLoginOfAmqp_data()
    {
        QTest::addColumn<std::string>("parameters");
        QTest::addColumn<std::string>("response");
        const auto row = [](const char *mechanism, const std::string &parameters, const std::string &response) {
            QTest::newRow(mechanism) << std::string("{\"protocol\":\"AMQP 0-9-1\",\"mechanism\":\"") + mechanism + "\"," + parameters + ",\"product\":\"Pika\"}" << response;
        };
        row("PLAIN", "\"username\":\"ann\",\"password\":\"" + secret + "\"", std::string("\0ann\0", 5) + secret);
        row("AMQPLAIN", "\"username\":\"ann\",\"password\":\"" + secret + "\"", std::string("\5LOGINS\0\0\0\3ann\10PASSWORDS\0\0\0\17", 28) + secret);
        row("X-TOKEN", "\"password\":\"" + secret + "\"", secret);
    }
    void hidesTheLoginOfAmqp()
    {
        QFETCH(std::string, parameters);
        QFETCH(std::string, response);
        sample::Capture capture;
        exchange::Exchange &query = capture.add("", "", "", "");
        query.kind = exchange::Kind::Query;
        query.protocol = protocols::Protocol::Amqp;
        query.scheme = "amqp";
        query.method = "CONNECT";
        query.path = "vhost / as ann";
        capture.batch().items.emplace_back(query.id, exchange::Item{.half = protocols::Half::Request, .kind = protocols::ItemKind::Record, .slices = capture.keep(parameters), .label = "parameters"});
        exchange::Exchange &channel = capture.add("", "", "", "");
        channel.kind = exchange::Kind::Channel;
        channel.protocol = protocols::Protocol::Amqp;
        channel.scheme = "amqp";
        for (const std::string &text : {secret, QByteArray::fromStdString(response).toBase64().toStdString()})
            capture.batch().items.emplace_back(channel.id, exchange::Item{.half = protocols::Half::Request, .kind = protocols::ItemKind::Message, .slices = capture.keep("it is " + text + "!"),
                                                                          .label = "events/" + secret + "\nchannel 1, persistent, X-Note: " + secret});
        for (const bool har : {true, false}) {
            const QByteArray text = written(capture, har);
            QVERIFY2(!contains(text, QByteArray::fromStdString(secret)), text.constData());
            QVERIFY(!text.contains(QByteArray::fromStdString(response).toBase64()));
            QVERIFY(text.contains("masked-") && text.contains("channel 1, persistent, X-Note: "));
        }
    }

    void keepsItsOwnNamesWhateverASecretIs()
    {
        sample::Capture capture;
        capture.add(get("/?password=startedDateTime&token=_connection&pin=12345678&secret=application/json"), "", "HTTP/1.1 200 OK\r\nContent-Length: 12345678\r\n\r\n", "x");
        const QJsonObject log = QJsonDocument::fromJson(written(capture)).object()["log"].toObject();
        QCOMPARE(log["entries"].toArray().size(), 1);
        const QJsonObject entry = log["entries"].toArray()[0].toObject();
        QVERIFY(entry.contains("startedDateTime") && entry.contains("_connection"));
    }

    void leavesWhatIsHarmless_data()
    {
        QTest::addColumn<std::string>("request");
        QTest::addColumn<std::string>("body");
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<QByteArrayList>("kept");
        const auto row = [](const char *name, const std::string &request, const std::string &body, const std::string &answer, const QByteArrayList &kept) { QTest::newRow(name) << request << body << answer << kept; };
        row("query", get("/p?code=200&page=2&author=ann&passenger=bob&compass=north&keyboard=de&monkey=x1&state=open&tokenizer=bpe&secretary=eve&pinned=yes"), "", "",
            {"code=200", "author=ann", "passenger=bob", "compass=north", "keyboard=de", "monkey=x1", "state=open", "tokenizer=bpe", "secretary=eve", "pinned=yes"});
        row("JSON", post("application/json"), "{\"code\":404,\"author\":\"ann\",\"passengers\":[\"bob\"],\"tokenizer\":\"bpe\",\"total_tokens\":17,\"token_type\":\"Bearer\",\"pinned\":true,\"password\":null,\"primary_key\":\"0123456789abcdefgh\"}", "",
            {"\\\"code\\\":404", "\\\"author\\\":\\\"ann\\\"", "\\\"passengers\\\":[\\\"bob\\\"]", "\\\"tokenizer\\\":\\\"bpe\\\"", "\\\"total_tokens\\\":17", "\\\"token_type\\\":\\\"Bearer\\\"", "\\\"password\\\":null", "0123456789abcdefgh"});
        row("form", post("application/x-www-form-urlencoded"), "user=ann&code=200&text=a+b%2Fc", "", {"user=ann&code=200&text=a+b%2Fc"});
        row("headers", get("/", "Sec-WebSocket-Protocol: graphql-transport-ws, v5.channel.k8s.io\r\nAccept: text/html;q=0.9\r\nX-Ratelimit-Remaining-Tokens: 99\r\n"), "", "",
            {"graphql-transport-ws, v5.channel.k8s.io", "text/html;q=0.9", "\"99\""});
        row("page", get("/"), "", "<html><label>Password</label><input type=\"password\" name=\"password\"><script>var token = next(); f({password: p});</script></html>",
            {"<input type=\\\"password\\\" name=\\\"password\\\">", "var token = next(); f({password: p});"});
        row("text", get("/"), "", "Your password: must be long, see https://h/help?page=2#top", {"Your password: must be long, see https://h/help?page=2#top"});
        row("numbers", post("application/json"), "{\"id\":1790000000000000000,\"n\":4111111111111112,\"uuid\":\"550e8400-e29b-41d4-a716-446655440000\"}", "", {"1790000000000000000", "4111111111111112", "550e8400-e29b-41d4-a716-446655440000"});
    }
    void leavesWhatIsHarmless()
    {
        QFETCH(std::string, request);
        QFETCH(std::string, body);
        QFETCH(std::string, answer);
        QFETCH(QByteArrayList, kept);
        sample::Capture capture;
        capture.add(request, body, "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(answer.starts_with("<html") ? "text/html" : "text/plain") + "\r\n\r\n", answer);
        const QByteArray text = written(capture);
        for (const QByteArray &piece : kept)
            QVERIFY2(text.contains(piece), (piece + "\n" + text).constData());
    }
};

QTEST_GUILESS_MAIN(TestMaskedHar)
#include "tst_masked_har.moc"
