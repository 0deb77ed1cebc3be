// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_circumstances.h"

#include "app/base/side_name.h"
#include "app/exchange/tcp_figures.h"
#include "app/exporters/har_call.h"
#include "app/exporters/har_extensions.h"
#include "app/exporters/har_firewall.h"
#include "app/protocols/protocol_info.h"

namespace exporters {

namespace {

std::string_view connectionProtocol(const exchange::Connection &connection)
{
    if (connection.local.family == base::Family::Unix)
        return "unix";
    if (connection.local.family == base::Family::Standard)
        return "stdio";
    return connection.protocol == 6 ? "tcp" : connection.protocol == 17 ? "udp" : "";
}

void writeProcess(EntryContext &c)
{
    if (!c.entry.process)
        return;
    const exchange::Process &process = *c.entry.process;
    c.out.pairIf("_machine", process.machine);
    c.out.key("_process");
    c.out.beginObject();
    c.out.pair("pid", process.pid);
    if (c.exchange.tid)
        c.out.pair("tid", c.exchange.tid);
    c.out.pairIf("comm", process.comm);
    c.out.pairIf("exe", process.exe);
    if (!process.cmdline.empty()) {
        c.out.key("cmdline");
        c.out.beginArray();
        for (const std::string &argument : c.masker ? c.masker->commandLine(process.cmdline, c.masked) : process.cmdline)
            c.out.text(argument);
        c.out.endArray();
    }
    c.out.pair("uid", process.uid);
    if (process.started)
        c.out.pair("startTime", decode::isoTime(process.started));
    c.out.pairIf("cgroup", process.cgroup);
    c.out.pairIf("container", process.container);
    c.out.endObject();
}

// What preceded the protocol: PROXY protocol headers, a SOCKS negotiation.
void writePrefixes(decode::JsonWriter &out, const exchange::Connection &connection)
{
    if (connection.prefixes.empty())
        return;
    out.key("prefixes");
    out.beginArray();
    for (const protocols::prefix::Prefix &prefix : connection.prefixes) {
        out.beginObject();
        out.pair("name", prefix.name);
        if (prefix.client)
            out.pair("client", base::endpointText(*prefix.client));
        if (prefix.server)
            out.pair("server", base::endpointText(*prefix.server));
        out.pairIf("target", prefix.target);
        out.pairIf("user", prefix.user);
        out.pairIf("failure", prefix.failure);
        if (!prefix.details.empty()) {
            out.key("details");
            out.beginArray();
            for (const auto &[name, value] : prefix.details) {
                out.beginObject();
                out.pair("name", name);
                out.pair("value", value);
                out.endObject();
            }
            out.endArray();
        }
        out.endObject();
    }
    out.endArray();
}

void writeConnection(EntryContext &c)
{
    if (!c.entry.connection)
        return;
    const exchange::Connection &connection = *c.entry.connection;
    c.out.key("_connection");
    c.out.beginObject();
    c.out.pair("id", connection.id);
    c.out.pairIf("protocol", connectionProtocol(connection));
    c.out.pairIf("local", base::endpointText(connection.local));
    c.out.pairIf("remote", base::endpointText(connection.remote));
    c.out.pairIf("remoteName", connection.remoteName);
    if (connection.netns)
        c.out.pair("netns", connection.netns);
    if (connection.opened)
        c.out.pair("opened", decode::isoTime(connection.opened));
    if (connection.closed)
        c.out.pair("closed", decode::isoTime(connection.closed));
    c.out.pairIf("dialogue", protocols::protocolInfo(connection.dialogue).name);
    c.out.pairIf("reason", connection.reason);
    c.out.pairIf("tie", connection.tie);
    if (connection.sent || connection.received) {
        c.out.pair("bytesSent", connection.sent);
        c.out.pair("bytesReceived", connection.received);
    }
    if (connection.datagramsSent || connection.datagramsReceived) {
        c.out.pair("datagramsSent", connection.datagramsSent);
        c.out.pair("datagramsReceived", connection.datagramsReceived);
    }
    writePrefixes(c.out, connection);
    c.out.endObject();
}

void writeTls(EntryContext &c)
{
    if (!c.entry.connection || !c.entry.connection->tls)
        return;
    const exchange::Connection &connection = *c.entry.connection;
    c.out.key("_tls");
    c.out.beginObject();
    c.out.pairIf("library", connection.tlsLibrary);
    c.out.pairIf("source", connection.tlsSource);
    c.out.pairIf("version", connection.tlsVersion);
    c.out.pairIf("protocol", connection.tlsProtocol);
    c.out.pairIf("quic", connection.quic);
    c.out.pairIf("cipher", connection.tlsCipher);
    c.out.pairIf("alpn", connection.alpn);
    c.out.pairIf("sni", connection.sni);
    c.out.pairIf("ja4", connection.ja4);
    if (connection.tlsBegin)
        c.out.pair("handshakeStart", decode::isoTime(connection.tlsBegin));
    if (connection.tlsBegin && connection.tlsEnd)
        c.out.pair("handshakeEnd", decode::isoTime(connection.tlsEnd));
    if (connection.startTls)
        c.out.pair("startTls", true);
    if (connection.kernelTls)
        c.out.pair("byKernel", true);
    c.out.pairIf("foundBy", connection.foundBy);
    c.out.endObject();
}

void writeTcp(EntryContext &c)
{
    const auto figures = [&](const exchange::TcpFigures &tcp, base::Time wanted) {
        if (tcp.time && wanted)
            c.out.pair("ageUs", (wanted - tcp.time) / 1000);
        exchange::visitTcp([&](std::string_view name, auto figure) {
            if (tcp.*figure)
                c.out.pair(name, *(tcp.*figure));
        });
    };
    if (!c.exchange.tcp && !c.exchange.tcpStart)
        return;
    c.out.key("_tcp");
    c.out.beginObject();
    if (c.exchange.tcp)
        figures(*c.exchange.tcp, endOf(c.exchange));
    if (c.exchange.tcpStart) {
        c.out.key("start");
        c.out.beginObject();
        figures(*c.exchange.tcpStart, beginOf(c.exchange));
        c.out.endObject();
    }
    if (!c.entry.tcp.empty()) {
        c.out.key("series");
        c.out.beginArray();
        for (const exchange::TcpFigures &tcp : c.entry.tcp) {
            c.out.beginObject();
            c.out.pair("time", decode::isoTime(tcp.time));
            figures(tcp, 0);
            c.out.endObject();
        }
        c.out.endArray();
    }
    c.out.endObject();
}

void writeLosses(EntryContext &c)
{
    const auto half = [&](std::string_view name, const exchange::Message &message) {
        if (message.bodyLost == 0)
            return;
        c.out.key(name);
        c.out.beginObject();
        c.out.pair("captured", message.bodyBytes);
        c.out.pair("total", message.bodyBytes + message.bodyLost);
        c.out.endObject();
    };
    if (c.exchange.request.bodyLost || c.exchange.response.bodyLost) {
        c.out.key("_truncated");
        c.out.beginObject();
        half("request", c.exchange.request);
        half("response", c.exchange.response);
        c.out.endObject();
    }
    if (c.exchange.request.stalled > 0 || c.exchange.response.stalled > 0) {
        const auto wait = [&](std::string_view name, base::Duration stalled) {
            if (stalled <= 0)
                return;
            c.out.key(name);
            c.out.milliseconds(stalled);
        };
        c.out.key("_stalledMs");
        c.out.beginObject();
        wait("request", c.exchange.request.stalled);
        wait("response", c.exchange.response.stalled);
        c.out.endObject();
    }
    if (c.exchange.lostBytes || c.exchange.lostEvents) {
        c.out.key("_lost");
        c.out.beginObject();
        c.out.pair("bytes", c.exchange.lostBytes);
        c.out.pair("events", c.exchange.lostEvents);
        c.out.endObject();
    }
    const protocols::Fault fault = c.exchange.response.fault != protocols::Fault::None ? c.exchange.response.fault : c.exchange.request.fault;
    c.out.pairIf("_error", faultWords(fault));
}

} // namespace

void writeCircumstances(EntryContext &c)
{
    if (c.exchange.side != base::Side::Unknown)
        c.out.pair("_side", base::sideName(c.exchange.side));
    writeProcess(c);
    writeConnection(c);
    if (c.entry.connection)
        writeFirewall(c.out, *c.entry.connection);
    writeTls(c);
    writeTcp(c);
    writeCall(c);
    writeLosses(c);
}

void writeMasked(EntryContext &c)
{
    if (c.masked.count == 0)
        return;
    c.out.key("_masked");
    c.out.beginObject();
    c.out.pair("count", c.masked.count);
    c.out.key("names");
    c.out.beginArray();
    for (const std::string &name : c.masked.names)
        c.out.text(name);
    c.out.endArray();
    c.out.endObject();
}

} // namespace exporters
