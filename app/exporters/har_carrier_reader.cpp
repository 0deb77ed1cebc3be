// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_carrier_reader.h"

#include "app/exchange/tcp_figures.h"
#include "app/exporters/har_extensions.h"
#include "app/exporters/har_firewall.h"
#include "app/exporters/har_time.h"
#include "app/exporters/har_timings_reader.h"
#include "app/exporters/json_values.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <arpa/inet.h>

namespace exporters {

namespace {

using json = nlohmann::ordered_json;

template <typename Value>
void figure(const json &object, const char *name, std::optional<Value> &target)
{
    const auto value = number(object, name);
    if (value && *value >= 0 && *value <= double(std::numeric_limits<Value>::max()))
        target = Value(*value);
}

// Figures of `_tcp` or a part of it; `wanted` is the time its age is relative to.
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

uint16_t portOf(const std::string &host, uint16_t otherwise)
{
    const size_t colon = host.rfind(':');
    uint16_t port = 0;
    if (colon == std::string::npos || host.find(']', colon) != std::string::npos)
        return otherwise;
    std::from_chars(host.data() + colon + 1, host.data() + host.size(), port);
    return port ? port : otherwise;
}

void readConnection(const json &own, exchange::Connection &connection)
{
    connection.local = parseEndpoint(text(own, "local"), 0);
    if (const std::string remote = text(own, "remote"); !remote.empty())
        connection.remote = parseEndpoint(remote, 0);
    connection.remoteName = text(own, "remoteName");
    connection.netns = count32(own, "netns");
    connection.opened = parseTime(text(own, "opened"));
    connection.closed = parseTime(text(own, "closed"));
    connection.tie = text(own, "tie");
    connection.reason = text(own, "reason");
    if (const std::string name = text(own, "dialogue"); !name.empty())
        connection.dialogue = protocols::protocolCalled(name) ? protocols::protocolCalled(name)->id : protocols::Protocol::Opaque;
    const std::string protocol = text(own, "protocol");
    connection.protocol = protocol == "udp" ? 17 : protocol == "tcp" ? 6 : 0;
    if (protocol == "unix" || protocol == "stdio")
        connection.local.family = protocol == "unix" ? base::Family::Unix : base::Family::Standard;
    connection.sent = count(own, "bytesSent");
    connection.received = count(own, "bytesReceived");
    connection.datagramsSent = count(own, "datagramsSent");
    connection.datagramsReceived = count(own, "datagramsReceived");
}

void readTls(const json &tls, exchange::Connection &connection)
{
    connection.tlsLibrary = text(tls, "library");
    connection.tlsSource = text(tls, "source");
    connection.tlsVersion = text(tls, "version");
    connection.tlsProtocol = text(tls, "protocol");
    connection.quic = text(tls, "quic");
    connection.tlsCipher = text(tls, "cipher");
    connection.alpn = text(tls, "alpn");
    connection.sni = text(tls, "sni");
    connection.ja4 = text(tls, "ja4");
    connection.tlsBegin = parseTime(text(tls, "handshakeStart"));
    connection.tlsEnd = parseTime(text(tls, "handshakeEnd"));
    connection.startTls = flag(tls, "startTls");
    connection.kernelTls = flag(tls, "byKernel");
    connection.foundBy = text(tls, "foundBy");
}

} // namespace

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

std::pair<base::ConnectionId, bool> CarrierReader::connection(const json &entry, const exchange::Exchange &exchange)
{
    auto &connections = m_capture.batch().connections;
    std::string key = text(entry, "connection");
    // "443" is merely the port, which Chrome uses if it has no id. It must not merge two servers.
    const json *const numbered = findObject(entry, "_connection");
    if (!numbered)
        key += "|" + text(entry, "serverIPAddress") + "|" + exchange.host;
    else if (key.empty() && find(*numbered, "id"))
        key = std::to_string(integer(*numbered, "id")); // queries have it only there
    const bool anonymous = key.empty() || key.starts_with('|');
    if (!anonymous && m_connections.contains(key))
        return {m_connections[key], false};
    const auto id = base::ConnectionId(connections.size());
    m_connections[key] = id;
    exchange::Connection connection;
    connection.id = id;
    connection.side = exchange.side;
    connection.machine = text(entry, "_machine");
    connection.protocol = 6;
    connection.state = exchange::ConnectionState::Closed;
    connection.tls = exchange.scheme == "https" || exchange.scheme == "wss" || find(entry, "_tls");
    connection.plaintext = true;
    connection.remote = parseEndpoint(text(entry, "serverIPAddress"), portOf(exchange.host, connection.tls ? 443 : 80));
    if (const json *own = findObject(entry, "_connection"))
        readConnection(*own, connection);
    if (const json *tls = findObject(entry, "_tls"))
        readTls(*tls, connection);
    readFirewall(entry, connection);
    connections.push_back(std::move(connection));
    return {id, true};
}

base::ProcessId CarrierReader::process(const json &entry)
{
    const json *own = findObject(entry, "_process");
    if (!own)
        return base::noId;
    const std::string key = std::to_string(integer(*own, "pid")) + "|" + text(*own, "startTime") + "|" + text(*own, "exe") + "|" + text(entry, "_machine");
    const auto [known, isNew] = m_processes.try_emplace(key, base::ProcessId(m_capture.batch().processes.size()));
    if (!isNew)
        return known->second;
    exchange::Process process;
    process.id = known->second;
    process.pid = count32(*own, "pid");
    process.uid = count32(*own, "uid");
    process.started = parseTime(text(*own, "startTime"));
    process.comm = text(*own, "comm");
    process.exe = text(*own, "exe");
    process.cgroup = text(*own, "cgroup");
    process.container = text(*own, "container");
    process.machine = text(entry, "_machine");
    if (const json *arguments = findArray(*own, "cmdline")) {
        for (const json &argument : *arguments) {
            if (argument.is_string())
                process.cmdline.push_back(argument.get<std::string>());
        }
    }
    m_capture.batch().processes.push_back(std::move(process));
    return known->second;
}

void CarrierReader::tcp(const json &entry, exchange::Exchange &exchange)
{
    const json *tcp = findObject(entry, "_tcp");
    if (!tcp)
        return;
    if (const auto end = figures(*tcp, endOf(exchange)))
        exchange.tcp = end;
    if (const json *start = findObject(*tcp, "start"))
        exchange.tcpStart = figures(*start, beginOf(exchange));
    const json *series = findArray(*tcp, "series");
    if (!series)
        return;
    for (const json &one : *series) {
        auto sample = one.is_object() ? figures(one, 0) : std::nullopt;
        if (!sample)
            continue;
        sample->time = parseTime(text(one, "time"));
        m_capture.batch().tcp.emplace_back(exchange.connection, *sample);
    }
}

void CarrierReader::read(const json &entry, exchange::Exchange &exchange)
{
    exchange.process = process(entry);
    if (const json *own = findObject(entry, "_process"))
        exchange.tid = count32(*own, "tid");
    const auto [carrier, isNew] = connection(entry, exchange);
    exchange.connection = carrier;
    exchange::Connection &connection = m_capture.batch().connections[carrier];
    connection.process = exchange.process;
    readTimings(entry, exchange, isNew ? &connection : nullptr);
    tcp(entry, exchange);
}

} // namespace exporters
