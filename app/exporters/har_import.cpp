// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_import.h"

#include "app/decode/base64.h"
#include "app/exchange/head.h"
#include "app/exchange/tcp_figures.h"
#include "app/exporters/har_extensions.h"
#include "app/exporters/json_values.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>

#include <arpa/inet.h>

namespace exporters {

namespace {

using nlohmann::json;

template <typename Value>
void figure(const json &object, const char *name, std::optional<Value> &target)
{
    const auto value = number(object, name);
    if (value && *value >= 0 && *value <= double(std::numeric_limits<Value>::max()))
        target = Value(*value);
}

// Figures of `_tcp` or a part of it; `wanted` is when its age counts from.
std::optional<exchange::TcpFigures> figures(const json &object, base::Time wanted)
{
    exchange::TcpFigures tcp;
    bool any = false;
    exchange::visitTcp([&](const char *name, auto member) {
        figure(object, name, tcp.*member);
        any |= (tcp.*member).has_value();
    });
    if (const auto age = number(object, "ageUs"); age && wanted && std::abs(*age) < 1e15)
        tcp.time = wanted - std::llround(*age) * 1000;
    return any ? std::optional(tcp) : std::nullopt;
}

// Milliseconds to nanoseconds; unknown for what is missing or negative.
base::Duration phase(const json &timings, const char *name)
{
    const auto value = number(timings, name);
    return value && *value >= 0 && *value < 1e9 ? base::Duration(std::llround(*value * 1e6)) : base::unknownDuration;
}

base::Duration known(base::Duration duration)
{
    return std::max<base::Duration>(0, duration);
}

// A field's text in a head must stay on its line.
std::string line(std::string text)
{
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    return text;
}

protocols::Protocol protocolOf(const std::string &version)
{
    std::string name = version;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    if (name == "http/1.0")
        return protocols::Protocol::Http10;
    if (name == "http/1.1")
        return protocols::Protocol::Http11;
    return name == "h2" || name.starts_with("http/2") ? protocols::Protocol::Http2 : protocols::Protocol::Unknown;
}

std::string formEncoded(const std::string &text)
{
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        char escaped[4];
        std::snprintf(escaped, sizeof escaped, "%%%02X", byte);
        out += std::isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '*' ? std::string(1, c) : c == ' ' ? "+" : std::string(escaped);
    }
    return out;
}

std::string bodyOf(json &holder)
{
    std::string body = takeText(holder, "text");
    if (text(holder, "encoding") != "base64")
        return body;
    auto bytes = decode::fromBase64(body);
    return bytes ? std::move(*bytes) : body;
}

uint16_t portOf(const std::string &host, uint16_t otherwise)
{
    const size_t colon = host.rfind(':');
    uint16_t port = 0;
    if (colon == std::string::npos || host.find(']', colon) != std::string::npos)
        return otherwise;
    std::from_chars(host.data() + colon + 1, host.data() + host.size(), port);
    return port ? port : otherwise;
}

void splitUrl(const std::string &url, exchange::Exchange &exchange)
{
    const size_t scheme = url.find("://");
    if (scheme == std::string::npos) {
        exchange.path = url;
        return;
    }
    exchange.scheme = url.substr(0, scheme);
    const size_t authority = scheme + 3;
    const size_t path = std::min(url.find_first_of("/?#", authority), url.size());
    exchange.host = url.substr(authority, path - authority);
    exchange.path = url.substr(path, url.find('#', path) - path);
    if (!exchange.path.starts_with('/'))
        exchange.path.insert(0, "/");
}

} // namespace

base::Time parseIsoTime(const std::string &text)
{
    tm parts{};
    int used = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &used) != 6)
        return 0;
    parts.tm_year -= 1900;
    --parts.tm_mon;
    const base::Time seconds = timegm(&parts);
    if (seconds < 0 || seconds > 9'000'000'000)
        return 0;
    base::Time time = seconds * 1'000'000'000;
    size_t at = size_t(used);
    if (at < text.size() && text[at] == '.') {
        base::Time unit = 100'000'000;
        for (++at; at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])); ++at, unit /= 10)
            time += (text[at] - '0') * unit;
    }
    int hours = 0;
    int minutes = 0;
    if (at < text.size() && (text[at] == '+' || text[at] == '-') && std::sscanf(text.c_str() + at + 1, "%2d:%2d", &hours, &minutes) >= 1)
        time -= (text[at] == '+' ? 1 : -1) * (base::Time(hours) * 3600 + minutes * 60) * 1'000'000'000;
    return time;
}

base::Endpoint parseEndpoint(std::string text, uint16_t port)
{
    base::Endpoint endpoint;
    const size_t bracket = text.find(']');
    const size_t colon = text.rfind(':');
    const bool hasPort = colon != std::string::npos && (bracket != std::string::npos ? colon == bracket + 1 : text.find(':') == colon);
    endpoint.port = port;
    if (hasPort) {
        std::from_chars(text.data() + colon + 1, text.data() + text.size(), endpoint.port);
        text.resize(colon);
    }
    if (text.starts_with('[') && text.ends_with(']'))
        text = text.substr(1, text.size() - 2);
    if (inet_pton(AF_INET, text.c_str(), endpoint.bytes.data()) == 1)
        endpoint.family = base::Family::V4;
    else if (inet_pton(AF_INET6, text.c_str(), endpoint.bytes.data()) == 1)
        endpoint.family = base::Family::V6;
    else
        endpoint = {};
    return endpoint;
}

HarImport::HarImport()
    : m_bodies(std::make_shared<MemoryBodies>())
{
}

std::string headerLines(const json &headers)
{
    std::string lines;
    if (!headers.is_array())
        return lines;
    for (const json &header : headers) {
        // Slack writes ["name", "value"].
        const bool pair = header.is_array() && header.size() == 2 && header[0].is_string() && header[1].is_string();
        const std::string name = pair ? header[0].get<std::string>() : text(header, "name");
        const std::string value = pair ? header[1].get<std::string>() : text(header, "value");
        if (!name.empty())
            lines += line(name) + ": " + line(value) + "\r\n";
    }
    return lines;
}

void HarImport::keepHead(const json &message, const std::string &startLine, exchange::Message &half)
{
    std::string head = line(startLine) + "\r\n";
    if (const json *headers = find(message, "headers"))
        head += headerLines(*headers);
    head += "\r\n";
    const int64_t size = integer(message, "headersSize");
    half.headBytes = size > 0 ? uint64_t(size) : 0;
    half.head = m_bodies->add(std::move(head));
}

void HarImport::keepBody(std::string bytes, int64_t declared, exchange::Message &half)
{
    half.bodyBytes = bytes.size();
    // Many tools leave bodies out, but say how long they were.
    if (bytes.empty() && declared > 0)
        half.bodyLost = uint64_t(declared);
    half.complete = half.bodyLost == 0;
    half.body = m_bodies->add(std::move(bytes));
}

void HarImport::request(json &request, exchange::Exchange &exchange)
{
    exchange.method = text(request, "method");
    splitUrl(text(request, "url"), exchange);
    const std::string version = text(request, "httpVersion");
    exchange.protocol = protocolOf(version);
    keepHead(request, exchange.method + " " + exchange.path + (version.empty() ? "" : " " + version), exchange.request);
    std::string body;
    if (request.contains("_content"))
        body = bodyOf(request["_content"]);
    if (body.empty() && request.contains("postData")) {
        json &data = request["postData"];
        body = bodyOf(data);
        const json *params = find(data, "params");
        if (body.empty() && params && params->is_array()) {
            for (const json &param : *params)
                body += (body.empty() ? "" : "&") + formEncoded(text(param, "name")) + "=" + formEncoded(text(param, "value"));
        }
    }
    keepBody(std::move(body), integer(request, "bodySize"), exchange.request);
    keepTrailers(request, exchange.request);
}

void HarImport::response(json &response, exchange::Exchange &exchange)
{
    const int64_t status = integer(response, "status");
    exchange.status = status > 0 && status < 1000 ? int(status) : 0;
    exchange.reason = text(response, "statusText");
    if (exchange.status == 0)
        return;
    const std::string version = text(response, "httpVersion");
    if (exchange.protocol == protocols::Protocol::Unknown)
        exchange.protocol = protocolOf(version);
    keepHead(response, (version.starts_with("HTTP/") ? version : "HTTP/1.1") + " " + std::to_string(exchange.status) + " " + exchange.reason, exchange.response);
    keepTrailers(response, exchange.response);
    if (!response.contains("content") || !response["content"].is_object())
        return;
    json &content = response["content"];
    exchange.contentType = exchange::parseContentType(text(content, "mimeType")).media;
    // The content is decoded, whatever the fields say: the exchange names no coding.
    keepBody(bodyOf(content), std::max(integer(content, "size"), integer(response, "bodySize")), exchange.response);
}

std::pair<base::ConnectionId, bool> HarImport::connection(const json &entry, const exchange::Exchange &exchange)
{
    auto &connections = m_file.batch.connections;
    std::string key = text(entry, "connection");
    // "443" is Chrome's way to say nothing: the port. It must not join two servers.
    if (!find(entry, "_connection"))
        key += "|" + text(entry, "serverIPAddress") + "|" + exchange.host;
    else if (key.empty() && find(entry["_connection"], "id"))
        key = std::to_string(integer(entry["_connection"], "id")); // queries have it there alone
    const bool anonymous = key.empty() || key.starts_with('|');
    if (!anonymous && m_connections.contains(key))
        return {m_connections[key], false};
    const auto id = base::ConnectionId(connections.size());
    m_connections[key] = id;
    exchange::Connection connection;
    connection.id = id;
    connection.side = exchange.side;
    connection.protocol = 6;
    connection.state = exchange::ConnectionState::Closed;
    connection.tls = exchange.scheme == "https" || exchange.scheme == "wss" || find(entry, "_tls");
    connection.plaintext = true;
    connection.remote = parseEndpoint(text(entry, "serverIPAddress"), portOf(exchange.host, connection.tls ? 443 : 80));
    if (const json *own = find(entry, "_connection")) {
        connection.local = parseEndpoint(text(*own, "local"), 0);
        if (const std::string remote = text(*own, "remote"); !remote.empty())
            connection.remote = parseEndpoint(remote, 0);
        connection.netns = uint32_t(std::max<int64_t>(0, integer(*own, "netns")));
        connection.opened = parseIsoTime(text(*own, "opened"));
        connection.closed = parseIsoTime(text(*own, "closed"));
        connection.tie = text(*own, "tie");
        if (const std::string name = text(*own, "dialogue"); !name.empty())
            connection.dialogue = protocols::protocolCalled(name) ? protocols::protocolCalled(name)->id : protocols::Protocol::Opaque;
        const std::string protocol = text(*own, "protocol");
        connection.protocol = protocol == "udp" ? 17 : protocol == "tcp" ? 6 : 0;
    }
    if (const json *tls = find(entry, "_tls")) {
        connection.tlsLibrary = text(*tls, "library");
        connection.tlsVersion = text(*tls, "version");
        connection.tlsProtocol = text(*tls, "protocol");
        connection.tlsCipher = text(*tls, "cipher");
        connection.alpn = text(*tls, "alpn");
        connection.sni = text(*tls, "sni");
        const auto flag = [tls](const char *name) {
            const json *value = find(*tls, name);
            return value && value->is_boolean() && value->get<bool>();
        };
        connection.startTls = flag("startTls");
        connection.kernelTls = flag("byKernel");
        connection.foundBy = text(*tls, "foundBy");
    }
    connections.push_back(std::move(connection));
    return {id, true};
}

base::ProcessId HarImport::process(const json &entry)
{
    const json *own = find(entry, "_process");
    if (!own || !own->is_object())
        return base::noId;
    const std::string key = std::to_string(integer(*own, "pid")) + "|" + text(*own, "startTime") + "|" + text(*own, "exe");
    const auto [known, isNew] = m_processes.try_emplace(key, base::ProcessId(m_file.batch.processes.size()));
    if (!isNew)
        return known->second;
    exchange::Process process;
    process.id = known->second;
    process.pid = uint32_t(std::max<int64_t>(0, integer(*own, "pid")));
    process.uid = uint32_t(std::max<int64_t>(0, integer(*own, "uid")));
    process.started = parseIsoTime(text(*own, "startTime"));
    process.comm = text(*own, "comm");
    process.exe = text(*own, "exe");
    process.cgroup = text(*own, "cgroup");
    process.container = text(*own, "container");
    if (const json *arguments = find(*own, "cmdline"); arguments && arguments->is_array()) {
        for (const json &argument : *arguments) {
            if (argument.is_string())
                process.cmdline.push_back(argument.get<std::string>());
        }
    }
    m_file.batch.processes.push_back(std::move(process));
    return known->second;
}

void HarImport::times(const json &entry, exchange::Exchange &exchange, exchange::Connection *isNew)
{
    const base::Time start = parseIsoTime(text(entry, "startedDateTime"));
    static const json none = json::object();
    const json *found = find(entry, "timings");
    const json &timings = found ? *found : none;
    const base::Duration blocked = phase(timings, "blocked");
    const base::Duration dns = phase(timings, "dns");
    const base::Duration connect = phase(timings, "connect");
    const base::Duration ssl = std::min(phase(timings, "ssl"), connect);
    const base::Duration wait = phase(timings, "wait");
    if (isNew && connect != base::unknownDuration) {
        // Ours has the idle time behind the connect, others queue before it.
        const bool own = find(entry, "_connection");
        isNew->fromStart = true;
        isNew->opened = start + known(dns) + (own ? 0 : known(blocked));
        isNew->established = isNew->opened + connect - known(ssl);
        if (ssl != base::unknownDuration) {
            isNew->tlsBegin = isNew->established;
            isNew->tlsEnd = isNew->established + ssl;
        }
    }
    exchange::Message &request = exchange.request;
    exchange::Message &response = exchange.response;
    request.begin = request.headEnd = start + known(blocked) + known(dns) + known(connect);
    request.end = request.begin + known(phase(timings, "send"));
    if (exchange.status == 0 && (exchange.kind == exchange::Kind::Http || wait == base::unknownDuration))
        return;
    response.begin = response.headEnd = request.end + known(wait);
    response.end = response.begin + known(phase(timings, "receive"));
}

bool HarImport::add(json &entry)
{
    if (!entry.is_object() || !find(entry, "request") || !entry["request"].is_object())
        return false;
    exchange::Exchange exchange;
    exchange.id = base::ExchangeId(m_file.batch.exchanges.size());
    const std::string side = text(entry, "_side");
    exchange.side = side == "server" ? base::Side::Server : base::Side::Client;
    request(entry["request"], exchange);
    if (entry.contains("response") && entry["response"].is_object())
        response(entry["response"], exchange);
    exchange.state = exchange.status ? exchange::State::Complete : exchange::State::Failed;
    extensions(entry, exchange);
    items(entry, exchange);
    messages(entry, exchange);
    finish(entry, exchange);
    return true;
}

void HarImport::finish(json &entry, exchange::Exchange &exchange)
{
    exchange.process = process(entry);
    if (const json *own = find(entry, "_process"))
        exchange.tid = uint32_t(std::max<int64_t>(0, integer(*own, "tid")));
    const auto [carrier, isNew] = connection(entry, exchange);
    exchange.connection = carrier;
    m_file.batch.connections[carrier].process = exchange.process;
    times(entry, exchange, isNew ? &m_file.batch.connections[carrier] : nullptr);
    if (const json *tcp = find(entry, "_tcp"); tcp && tcp->is_object()) {
        if (const auto end = figures(*tcp, endOf(exchange)))
            exchange.tcp = end;
        if (const json *start = find(*tcp, "start"); start && start->is_object())
            exchange.tcpStart = figures(*start, beginOf(exchange));
        if (const json *series = find(*tcp, "series"); series && series->is_array()) {
            for (const json &one : *series) {
                auto sample = one.is_object() ? figures(one, 0) : std::nullopt;
                if (!sample)
                    continue;
                sample->time = parseIsoTime(text(one, "time"));
                m_file.batch.tcp.emplace_back(carrier, *sample);
            }
        }
    }
    m_file.batch.exchanges.push_back(std::move(exchange));
}

HarFile HarImport::take()
{
    m_file.bodies = m_bodies;
    return std::move(m_file);
}

} // namespace exporters
