// SPDX-License-Identifier: GPL-3.0-or-later
// Where a secret may stand in an exchange.
#pragma once

#include "tests/support/canary_layers.h"
#include "tests/app/exporters/sample.h"

namespace canary {

inline constexpr std::array<std::string_view, 24> names{
    "password", "password1", "new_password", "passwordConfirmation", "user[password_confirmation]", "SecretString", "DB_PASS", "dbPassword2", "clientSecret", "client-secret", "apiKey", "X-API-KEY2",
    "access_token", "refreshTokenValue", "authToken", "sessionId", "PHPSESSID", "private_key_pem", "passphrase", "otpSecret", "userPwd", "adminCredentials", "webhook_secret_key", "encryption_key_b64"};

struct Sent {
    sample::Capture &capture;
    std::string value;       // a secret or, where nothing names it, what carries one
    std::string name;        // says that it is one
    Random &random;

    exchange::Exchange &get(const std::string &target, const std::string &fields = {}) const { return capture.add("GET " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", ""); }
    exchange::Exchange &field(const std::string &header, const std::string &text) const { return get("/", header + ": " + text + "\r\n"); }
    exchange::Exchange &post(const std::string &type, const std::string &body) const
    {
        return capture.add("POST /m HTTP/1.1\r\nHost: h\r\n" + (type.empty() ? std::string() : "Content-Type: " + type + "\r\n") + "\r\n", body, "HTTP/1.1 200 OK\r\n\r\n", "");
    }
    exchange::Exchange &answer(const std::string &type, const std::string &body, const std::string &fields = {}) const
    {
        return capture.add("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n" + fields + (type.empty() ? std::string() : "Content-Type: " + type + "\r\n") + "\r\n", body);
    }
    void item(exchange::Exchange &owner, protocols::ItemKind kind, const std::string &text, const std::string &label = {}, protocols::Half half = protocols::Half::Request) const
    {
        capture.batch().items.emplace_back(owner.id, exchange::Item{.half = half, .kind = kind, .slices = capture.keep(text), .wireBytes = text.size(), .label = label});
    }
    exchange::Exchange &query(protocols::Protocol protocol, const std::string &scheme, const std::string &statement) const
    {
        exchange::Exchange &query = capture.add("", "", "", "");
        query.kind = exchange::Kind::Query;
        query.protocol = protocol;
        query.scheme = scheme;
        query.path = statement;
        return query;
    }
    exchange::Exchange &socket(protocols::ItemKind kind, const std::string &message) const
    {
        exchange::Exchange &socket = capture.add("GET /s HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n\r\n", "", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", "");
        socket.kind = exchange::Kind::Channel;
        socket.protocol = protocols::Protocol::WebSocket;
        item(socket, kind, message);
        return socket;
    }
    void run(const std::vector<std::string> &arguments) const
    {
        exchange::Exchange &made = get("/");
        exchange::Process process = capture.batch().processes.front();
        process.id = base::ProcessId(capture.batch().processes.size());
        process.cmdline = arguments;
        capture.batch().processes.push_back(process);
        made.process = process.id;
    }
    std::string json() const { return "{\"id\":1,\"" + name + "\":\"" + jsonText(value) + "\",\"note\":\"x\"}"; }
    std::string carried() const { return "{\"id\":1,\"note\":\"" + jsonText(value) + "\"}"; }
    std::string form() const { return "id=1&" + percent(name) + "=" + percent(value) + "&note=x"; }
    std::string part(const std::string &partName, const std::string &text, const std::string &type = {}) const
    {
        return "--b\r\nContent-Disposition: form-data; name=\"" + partName + "\"\r\n" + type + "\r\n" + text + "\r\n--b--\r\n";
    }
    // One that needs no quotes.
    std::string word() const
    {
        std::string bare = name;
        std::replace(bare.begin(), bare.end(), '[', '_');
        std::erase(bare, ']');
        return bare;
    }
};

enum Needs : uint8_t {
    Anything = 0,
    Line = 1,        // without line breaks
    Word = 2,        // without blanks and separators
    Carrier = 4,     // nothing names the secret: it is of a known form, or its carrier names it
};

struct Place {
    std::string_view name;
    int needs;
    void (*put)(const Sent &);
};

using protocols::ItemKind;
using protocols::Protocol;

inline const std::vector<Place> places{
    {"Authorization", Line, [](const Sent &s) { s.field("Authorization", "Bearer " + s.value); }},
    {"Authorization without a scheme", Line, [](const Sent &s) { s.field("authorization", s.value); }},
    {"Basic", Line, [](const Sent &s) { s.field("Authorization", "Basic " + decode::toBase64("ann:" + s.value)); }},
    {"proxy's credentials", Line, [](const Sent &s) { s.field("Proxy-Authorization", "Basic " + decode::toBase64("ann:" + s.value)); }},
    {"header", Line, [](const Sent &s) { s.field("X-Acme-" + s.word(), s.value); }},
    {"answered header", Line, [](const Sent &s) { s.answer("", "x", "X-Acme-" + s.word() + ": " + s.value + "\r\n"); }},
    {"neutral header", Line | Carrier, [](const Sent &s) { s.field("X-Note", s.value); }},
    {"user agent", Line | Carrier, [](const Sent &s) { s.field("User-Agent", "app/1.0 (" + s.value + ")"); }},
    {"cookie", Line | Word, [](const Sent &s) { s.field("Cookie", "a=b; " + s.word() + "=" + s.value); }},
    {"set cookie", Line | Word, [](const Sent &s) { s.answer("", "x", "Set-Cookie: id=" + s.value + "; Path=/; HttpOnly\r\n"); }},
    {"referer", Anything, [](const Sent &s) { s.field("Referer", "https://h/a?" + s.form()); }},
    {"referer's path", Carrier, [](const Sent &s) { s.field("Referer", "https://h/a/" + percent(s.value) + "/b"); }},
    {"location", Anything, [](const Sent &s) { s.answer("", "", "Location: https://h/cb#" + s.form() + "\r\n"); }},
    {"link", Anything, [](const Sent &s) { s.answer("", "", "Link: <https://h/?" + s.form() + ">; rel=next\r\n"); }},
    {"WebSocket protocol", Line | Word, [](const Sent &s) { s.field("Sec-WebSocket-Protocol", "access_token, " + s.value); }},
    {"digest", Line | Word, [](const Sent &s) { s.field("Authorization", "Digest username=\"ann\", response=\"" + s.value + "\""); }},
    {"original URL", Anything, [](const Sent &s) { s.field("X-Original-URL", "/a?" + s.form()); }},
    {"query", Anything, [](const Sent &s) { s.get("/q?" + s.form()); }},
    {"neutral query", Carrier, [](const Sent &s) { s.get("/q?id=1&note=" + percent(s.value)); }},
    {"query alone", Carrier, [](const Sent &s) { s.get("/q?" + percent(s.value)); }},
    {"path", Carrier, [](const Sent &s) { s.get("/u/" + percent(s.value) + "/x"); }},
    {"path's parameter", Anything, [](const Sent &s) { s.get("/u;jsessionid=" + percent(s.value) + "/x"); }},
    {"user information", Anything, [](const Sent &s) { s.get("http://ann:" + percent(s.value) + "@h/"); }},
    {"URL in a parameter", Anything, [](const Sent &s) { s.get("/go?next=" + percent("https://h/?" + s.form())); }},
    {"JSON in a parameter", Anything, [](const Sent &s) { s.get("/go?q=" + percent(s.json())); }},
    {"GraphQL in a parameter", Anything, [](const Sent &s) { s.get("/graphql?query=" + percent("{login(password:\"" + jsonText(s.value) + "\"){id}}")); }},
    {"form", Anything, [](const Sent &s) { s.post("application/x-www-form-urlencoded", s.form()); }},
    {"form without a type", Anything, [](const Sent &s) { s.post("", s.form()); }},
    {"form as text", Anything, [](const Sent &s) { s.post("text/plain", s.form()); }},
    {"form as JSON", Anything, [](const Sent &s) { s.post("application/json", s.form()); }},
    {"neutral form", Carrier, [](const Sent &s) { s.post("application/x-www-form-urlencoded", "id=1&note=" + percent(s.value)); }},
    {"JSON in a form", Anything, [](const Sent &s) { s.post("application/x-www-form-urlencoded", "data=" + percent(s.json())); }},
    {"JSON", Anything, [](const Sent &s) { s.post("application/json", s.json()); }},
    {"JSON's escapes", Anything, [](const Sent &s) { s.post("application/json", "{\"" + s.name + "\":\"" + unicodeEscaped(s.value) + "\"}"); }},
    {"neutral JSON", Carrier, [](const Sent &s) { s.post("application/json", s.carried()); }},
    {"list in JSON", Carrier, [](const Sent &s) { s.post("application/json", "[\"a\",[\"" + jsonText(s.value) + "\"]]"); }},
    {"inside a secret", Anything, [](const Sent &s) { s.post("application/json", "{\"credentials\":{\"a\":[\"" + jsonText(s.value) + "\"]}}"); }},
    {"name beside a value", Anything, [](const Sent &s) { s.post("application/json", "{\"env\":[{\"name\":\"" + s.name + "\",\"value\":\"" + jsonText(s.value) + "\"}]}"); }},
    {"JSON as a form", Anything, [](const Sent &s) { s.post("application/x-www-form-urlencoded", s.json()); }},
    {"JSON as a page", Anything, [](const Sent &s) { s.answer("text/html", s.json()); }},
    {"JSON as bytes", Anything, [](const Sent &s) { s.answer("application/octet-stream", s.json()); }},
    {"JSON as a script", Anything, [](const Sent &s) { s.answer("application/javascript", s.json()); }},
    {"JSON without a type", Anything, [](const Sent &s) { s.post("", s.json()); }},
    {"JSON in JSON", Anything, [](const Sent &s) { s.post("application/json", "{\"body\":\"" + jsonText(s.json()) + "\"}"); }},
    {"lines of JSON", Anything, [](const Sent &s) { s.answer("application/x-ndjson", "{\"a\":1}\n" + s.json() + "\n"); }},
    {"JSONP", Anything, [](const Sent &s) { s.answer("application/javascript", "cb(" + s.json() + ");"); }},
    {"JSON behind a guard", Anything, [](const Sent &s) { s.answer("application/json", ")]}',\n" + s.json()); }},
    {"cut JSON", Anything, [](const Sent &s) { s.answer("application/json", s.json().substr(0, s.json().rfind(",\"note"))); }},
    {"part", Anything, [](const Sent &s) { s.post("multipart/form-data; boundary=b", s.part(s.name, s.value)); }},
    {"neutral part", Carrier, [](const Sent &s) { s.post("multipart/form-data; boundary=b", s.part("note", s.value)); }},
    {"JSON in a part", Anything, [](const Sent &s) { s.post("multipart/form-data; boundary=b", s.part("meta", s.json(), "Content-Type: application/json\r\n")); }},
    {"element", Anything, [](const Sent &s) { s.post("text/xml", "<a><" + s.word() + ">" + htmlText(s.value) + "</" + s.word() + "></a>"); }},
    {"attribute", Anything, [](const Sent &s) { s.post("text/xml", "<a><login user='ann' " + s.word() + "=\"" + htmlText(s.value) + "\"/></a>"); }},
    {"neutral element", Carrier, [](const Sent &s) { s.post("application/xml", "<a><note>" + htmlText(s.value) + "</note></a>"); }},
    {"SOAP", Anything, [](const Sent &s) { s.post("application/soap+xml", "<s:Envelope><wsse:Password Type=\"x\">" + htmlText(s.value) + "</wsse:Password></s:Envelope>"); }},
    {"property list", Anything, [](const Sent &s) { s.post("text/xml", "<dict><key>" + s.word() + "</key><string>" + htmlText(s.value) + "</string></dict>"); }},
    {"literal of GraphQL", Anything, [](const Sent &s) { s.post("application/json", "{\"query\":\"mutation{login(password:\\\"" + jsonText(jsonText(s.value)) + "\\\"){id}}\"}"); }},
    {"log line", Line | Word, [](const Sent &s) { s.answer("text/plain", "12:30:01 login user=ann " + s.word() + "=" + s.value + " ok\n"); }},
    {"quoted in a log", Line, [](const Sent &s) { s.answer("text/plain", "12:30:01 login \"" + s.word() + "\": \"" + jsonText(s.value) + "\" ok\n"); }},
    {"neutral text", Carrier, [](const Sent &s) { s.answer("text/plain", "It is " + s.value + " for now.\n"); }},
    {"environment", Line | Word, [](const Sent &s) { s.answer("text/plain", "PATH=/bin\nDB_PASSWORD=" + s.value + "\nHOME=/\n"); }},
    {"table with commas", Line | Word, [](const Sent &s) { s.answer("text/csv", "id,user,password,note\n1,ann," + s.value + ",x\n"); }},
    {"field of a page", Anything, [](const Sent &s) { s.answer("text/html", "<input type=hidden name=\"" + s.name + "\" value=\"" + htmlText(s.value) + "\">"); }},
    {"neutral page", Carrier, [](const Sent &s) { s.answer("text/html", "<html><p>It is " + htmlText(s.value) + "</p></html>"); }},
    {"script", Anything, [](const Sent &s) { s.answer("text/javascript", "var config = {\"" + s.name + "\": \"" + jsonText(s.value) + "\"};"); }},
    {"neutral script", Carrier, [](const Sent &s) { s.answer("text/javascript", "var note = \"" + jsonText(s.value) + "\";"); }},
    {"event", Anything, [](const Sent &s) { s.answer("text/event-stream", "event: a\ndata: " + s.json() + "\n\n"); }},
    {"event of two lines", Anything, [](const Sent &s) { s.answer("text/event-stream", "data: {\"" + s.name + "\":\ndata: \"" + jsonText(s.value) + "\"}\n\n"); }},
    {"gzip", Anything, [](const Sent &s) { s.answer("application/json", deflated(s.json(), 31), "Content-Encoding: gzip\r\n").contentEncoding = "gzip"; }},
    {"gzip in a request", Anything, [](const Sent &s) { s.capture.add("POST /m HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n", deflated(s.json(), 31), "HTTP/1.1 200 OK\r\n\r\n", ""); }},
    {"undeclared gzip", Anything, [](const Sent &s) { s.post("application/json", deflated(s.json(), 31)); }},
    {"undeclared zstd", Anything, [](const Sent &s) { s.answer("application/json", zstd(s.json())); }},
    {"undeclared Brotli", Anything, [](const Sent &s) { s.answer("application/json", brotli(s.json())); }},
    {"undeclared deflate", Anything, [](const Sent &s) { s.post("", deflated(s.json(), 15)); }},
    {"Base64 as a body", Anything, [](const Sent &s) { s.post("text/plain", decode::toBase64(s.json())); }},
    {"text among bytes", Anything, [](const Sent &s) { s.answer("application/octet-stream", std::string("\0\1\2\xff\xfe\x80\x90", 7) + s.json() + std::string("\0\3\xff\xfe\x80\x90\0\4\5", 9)); }},
    {"UTF-16", Anything, [](const Sent &s) { const QString text = QString::fromStdString(s.json()); s.answer("application/json; charset=utf-16le", std::string(reinterpret_cast<const char *>(text.utf16()), size_t(text.size()) * 2)); }},
    {"MessagePack", Anything, [](const Sent &s) { s.post("application/msgpack", "\x81\xa8password\xda" + std::string{char(s.value.size() >> 8), char(s.value.size())} + s.value); }},
    {"protobuf", Carrier, [](const Sent &s) { s.post("application/x-protobuf", "\x12" + std::string{char(0x80 | (s.value.size() & 127)), char(s.value.size() >> 7)} + s.value); }},
    {"socket.io", Anything, [](const Sent &s) { s.socket(ItemKind::Text, "42/chat,7[\"login\"," + s.json() + "]"); }},
    {"SockJS", Anything, [](const Sent &s) { s.socket(ItemKind::Text, "a[\"" + jsonText(s.json()) + "\"]"); }},
    {"message", Anything, [](const Sent &s) { s.socket(ItemKind::Text, s.json()); }},
    {"neutral message", Carrier, [](const Sent &s) { s.socket(ItemKind::Text, "note " + s.value); }},
    {"text in a binary message", Anything, [](const Sent &s) { s.socket(ItemKind::Binary, s.json()); }},
    {"STOMP", Line, [](const Sent &s) { s.socket(ItemKind::Text, "CONNECT\nlogin:ann\npasscode:" + s.value + "\n\n" + std::string(1, '\0')); }},
    {"SQL", Anything, [](const Sent &s) { s.query(Protocol::Postgres, "postgresql", "ALTER ROLE ann PASSWORD '" + QString::fromStdString(s.value).replace("'", "''").toStdString() + "'"); }},
    {"dollar quotes", Anything, [](const Sent &s) { s.query(Protocol::Postgres, "postgresql", "ALTER ROLE ann PASSWORD $$" + s.value + "$$"); }},
    {"column", Anything, [](const Sent &s) { s.query(Protocol::MySql, "mysql", "INSERT INTO users (id, password, note) VALUES (1, '" + QString::fromStdString(s.value).replace("'", "''").toStdString() + "', 'x')"); }},
    {"neutral literal", Carrier, [](const Sent &s) { s.query(Protocol::Postgres, "postgresql", "SELECT '" + QString::fromStdString(s.value).replace("'", "''").toStdString() + "'"); }},
    {"parameter of a statement", Anything, [](const Sent &s) { s.item(s.query(Protocol::Postgres, "postgresql", "UPDATE users SET password = $1 WHERE id = $2"), ItemKind::Record, "[\"" + jsonText(s.value) + "\",\"7\"]", "parameters"); }},
    {"row", Anything, [](const Sent &s) { s.item(s.query(Protocol::Postgres, "postgresql", "SELECT * FROM users"), ItemKind::Row, "{\"id\":\"1\",\"password\":\"" + jsonText(s.value) + "\"}", "", protocols::Half::Response); }},
    {"neutral row", Carrier, [](const Sent &s) { s.item(s.query(Protocol::Postgres, "postgresql", "SELECT * FROM notes"), ItemKind::Row, "{\"id\":\"1\",\"note\":\"" + jsonText(s.value) + "\"}", "", protocols::Half::Response); }},
    {"curl's header", Line, [](const Sent &s) { s.run({"curl", "-H", "X-Api-Key: " + s.value, "http://h/"}); }},
    {"curl's user", Line, [](const Sent &s) { s.run({"curl", "-u", "ann:" + s.value, "http://h/"}); }},
    {"curl's data", Anything, [](const Sent &s) { s.run({"curl", "--data-raw", s.json(), "http://h/"}); }},
    {"option", Line, [](const Sent &s) { s.run({"app", "--" + s.word(), s.value, "--verbose"}); }},
    {"option with a sign", Line, [](const Sent &s) { s.run({"app", "--" + s.word() + "=" + s.value}); }},
    {"neutral argument", Carrier, [](const Sent &s) { s.run({"app", "run", s.value}); }},
    {"shell's variable", Line | Word, [](const Sent &s) { s.run({"sh", "-c", "DB_PASSWORD=" + s.value + " app && echo done"}); }},
};

struct Canary {
    const Place *place;
    const Layer *layer;
    Secret secret;
    std::string name;
};

inline bool fits(const Place &place, const std::string &value)
{
    return !((place.needs & Line) && value.find_first_of("\r\n") != std::string::npos)
        && !((place.needs & Word) && value.find_first_of(" \r\n&;,\"'<>`") != std::string::npos);
}

// One exchange for each place and layer.
inline std::vector<Canary> send(const Kind &kind, sample::Capture &capture, Random &random)
{
    std::vector<Canary> sent;
    for (const Place &place : places) {
        for (const Layer &layer : layers) {
            const Secret secret = kind.make(random);
            const bool carrier = place.needs & Carrier;
            const std::string name(names[random() % names.size()]);
            const std::string inner = carrier && !kind.formed ? "{\"" + name + "\":\"" + jsonText(secret.text) + "\"}" : secret.text;
            const std::string value = layer.wrap(inner);
            if (!fits(place, value))
                continue;
            place.put({capture, value, name, random});
            sent.push_back({&place, &layer, secret, name});
        }
    }
    return sent;
}

} // namespace canary
