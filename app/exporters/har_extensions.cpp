// SPDX-License-Identifier: GPL-3.0-or-later
// What HAR has no place for: the fields that begin with an underscore. Absent when unknown.
#include "app/exporters/har_extensions.h"

#include "app/exchange/tcp_figures.h"
#include "app/exporters/har_entry.h"
#include "app/protocols/protocol_info.h"

#include <array>
#include <utility>

namespace exporters {

namespace {

using exchange::Message;

std::string_view connectionProtocol(const exchange::Connection &connection)
{
    if (connection.local.family == base::Family::Unix)
        return "unix";
    return connection.protocol == 6 ? "tcp" : connection.protocol == 17 ? "udp" : "";
}

} // namespace

std::string_view faultWords(protocols::Fault fault)
{
    static constexpr std::array<std::string_view, 16> texts{
        "", "malformed start line", "malformed field", "malformed chunk", "head too long", "too many fields", "conflicting lengths",
        "captured bytes are missing", "cut by the connection's end", "response without a request", "malformed frame", "stream reset",
        "compression state unknown", "connection error", "began before the capture", "the capture ended first"};
    return size_t(fault) < texts.size() ? texts[size_t(fault)] : std::string_view("malformed");
}

base::Time beginOf(const exchange::Exchange &exchange)
{
    return exchange.request.begin ? exchange.request.begin : exchange.response.begin;
}

base::Time endOf(const exchange::Exchange &exchange)
{
    return exchange.response.end ? exchange.response.end : exchange.request.end;
}

void HarEntry::circumstances()
{
    if (m_exchange.side != base::Side::Unknown)
        m_out.pair("_side", m_exchange.side == base::Side::Server ? "server" : "client");
    process();
    connection();
    tls();
    tcp();
    losses();
}

void HarEntry::process()
{
    if (!m_entry.process)
        return;
    const exchange::Process &process = *m_entry.process;
    m_out.key("_process");
    m_out.beginObject();
    m_out.pair("pid", process.pid);
    if (m_exchange.tid)
        m_out.pair("tid", m_exchange.tid);
    m_out.pairIf("comm", process.comm);
    m_out.pairIf("exe", process.exe);
    if (!process.cmdline.empty()) {
        m_out.key("cmdline");
        m_out.beginArray();
        for (const std::string &argument : m_masker ? m_masker->commandLine(process.cmdline, m_masked) : process.cmdline)
            m_out.text(argument);
        m_out.endArray();
    }
    m_out.pair("uid", process.uid);
    if (process.started)
        m_out.pair("startTime", isoTime(process.started));
    m_out.pairIf("cgroup", process.cgroup);
    m_out.pairIf("container", process.container);
    m_out.endObject();
}

void HarEntry::connection()
{
    if (!m_entry.connection)
        return;
    const exchange::Connection &connection = *m_entry.connection;
    m_out.key("_connection");
    m_out.beginObject();
    m_out.pair("id", connection.id);
    m_out.pairIf("protocol", connectionProtocol(connection));
    m_out.pairIf("local", base::endpointText(connection.local));
    m_out.pairIf("remote", base::endpointText(connection.remote));
    m_out.pairIf("remoteName", connection.remoteName);
    if (connection.netns)
        m_out.pair("netns", connection.netns);
    if (connection.opened)
        m_out.pair("opened", isoTime(connection.opened));
    if (connection.closed)
        m_out.pair("closed", isoTime(connection.closed));
    m_out.pairIf("dialogue", protocols::protocolInfo(connection.dialogue).name);
    m_out.pairIf("reason", connection.reason);
    m_out.pairIf("tie", connection.tie);
    if (connection.sent || connection.received) {
        m_out.pair("bytesSent", connection.sent);
        m_out.pair("bytesReceived", connection.received);
    }
    if (connection.datagramsSent || connection.datagramsReceived) {
        m_out.pair("datagramsSent", connection.datagramsSent);
        m_out.pair("datagramsReceived", connection.datagramsReceived);
    }
    m_out.endObject();
}

void HarEntry::tls()
{
    if (!m_entry.connection || !m_entry.connection->tls)
        return;
    const exchange::Connection &connection = *m_entry.connection;
    m_out.key("_tls");
    m_out.beginObject();
    m_out.pairIf("library", connection.tlsLibrary);
    m_out.pairIf("version", connection.tlsVersion);
    m_out.pairIf("protocol", connection.tlsProtocol);
    m_out.pairIf("cipher", connection.tlsCipher);
    m_out.pairIf("alpn", connection.alpn);
    m_out.pairIf("sni", connection.sni);
    if (connection.tlsBegin)
        m_out.pair("handshakeStart", isoTime(connection.tlsBegin));
    if (connection.tlsBegin && connection.tlsEnd)
        m_out.pair("handshakeEnd", isoTime(connection.tlsEnd));
    if (connection.startTls)
        m_out.pair("startTls", true);
    if (connection.kernelTls)
        m_out.pair("byKernel", true);
    m_out.pairIf("foundBy", connection.foundBy);
    m_out.endObject();
}

void HarEntry::tcp()
{
    const auto figures = [this](const exchange::TcpFigures &tcp, base::Time wanted) {
        if (tcp.time && wanted)
            m_out.pair("ageUs", (wanted - tcp.time) / 1000);
        exchange::visitTcp([&](std::string_view name, auto figure) {
            if (tcp.*figure)
                m_out.pair(name, *(tcp.*figure));
        });
    };
    if (!m_exchange.tcp && !m_exchange.tcpStart)
        return;
    m_out.key("_tcp");
    m_out.beginObject();
    if (m_exchange.tcp)
        figures(*m_exchange.tcp, endOf(m_exchange));
    if (m_exchange.tcpStart) {
        m_out.key("start");
        m_out.beginObject();
        figures(*m_exchange.tcpStart, beginOf(m_exchange));
        m_out.endObject();
    }
    if (!m_entry.tcp.empty()) {
        m_out.key("series");
        m_out.beginArray();
        for (const exchange::TcpFigures &tcp : m_entry.tcp) {
            m_out.beginObject();
            m_out.pair("time", isoTime(tcp.time));
            figures(tcp, 0);
            m_out.endObject();
        }
        m_out.endArray();
    }
    m_out.endObject();
}

void HarEntry::losses()
{
    const auto half = [this](std::string_view name, const Message &message) {
        if (message.bodyLost == 0)
            return;
        m_out.key(name);
        m_out.beginObject();
        m_out.pair("captured", message.bodyBytes);
        m_out.pair("total", message.bodyBytes + message.bodyLost);
        m_out.endObject();
    };
    if (m_exchange.request.bodyLost || m_exchange.response.bodyLost) {
        m_out.key("_truncated");
        m_out.beginObject();
        half("request", m_exchange.request);
        half("response", m_exchange.response);
        m_out.endObject();
    }
    if (m_exchange.request.stalled > 0 || m_exchange.response.stalled > 0) {
        const auto wait = [this](std::string_view name, base::Duration stalled) {
            if (stalled <= 0)
                return;
            m_out.key(name);
            m_out.milliseconds(stalled);
        };
        m_out.key("_stalledMs");
        m_out.beginObject();
        wait("request", m_exchange.request.stalled);
        wait("response", m_exchange.response.stalled);
        m_out.endObject();
    }
    if (m_exchange.lostBytes || m_exchange.lostEvents) {
        m_out.key("_lost");
        m_out.beginObject();
        m_out.pair("bytes", m_exchange.lostBytes);
        m_out.pair("events", m_exchange.lostEvents);
        m_out.endObject();
    }
    const protocols::Fault fault = m_exchange.response.fault != protocols::Fault::None ? m_exchange.response.fault : m_exchange.request.fault;
    m_out.pairIf("_error", faultWords(fault));
}

// What the exchange does and how that ended, where HTTP tells neither.
void HarEntry::operation()
{
    m_out.pairIf("_operation", m_exchange.operation);
    if (m_exchange.outcome == protocols::Outcome::Unknown)
        return;
    m_out.key("_outcome");
    m_out.beginObject();
    m_out.pair("error", m_exchange.outcome == protocols::Outcome::Error);
    m_out.pairIf("words", m_exchange.result);
    statusDetails();
    m_out.endObject();
}

void HarEntry::masking()
{
    if (m_masked.count == 0)
        return;
    m_out.key("_masked");
    m_out.beginObject();
    m_out.pair("count", m_masked.count);
    m_out.key("names");
    m_out.beginArray();
    for (const std::string &name : m_masked.names)
        m_out.text(name);
    m_out.endArray();
    m_out.endObject();
}

} // namespace exporters
