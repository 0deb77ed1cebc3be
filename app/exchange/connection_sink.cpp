// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/connection_sink.h"

#include "app/exchange/message_parts.h"
#include "app/exchange/request_target.h"
#include "app/protocols/body_codings.h"
#include "app/protocols/field.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>

namespace exchange {

using protocols::Fault;
using protocols::Field;
using protocols::fieldValue;
using protocols::Half;

namespace {

constexpr size_t channelSlicesMax = 4096;

// RFC 9110, section 8.3.1: the media type without parameters, in lower case.
std::string mediaType(std::string_view value)
{
    value = value.substr(0, value.find(';'));
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t'))
        value.remove_suffix(1);
    std::string type(value);
    for (char &c : type)
        if (c >= 'A' && c <= 'Z')
            c = char(c + 32);
    return type;
}

} // namespace

ConnectionSink::ConnectionSink(Builder &builder, ConnectionId connection) : m_builder(builder), m_connection(connection) { }

ConnectionSink ConnectionSink::carriedBy(const ConnectionSink &channel, protocols::Protocol protocol)
{
    ConnectionSink sink(channel.m_builder, channel.m_connection);
    sink.follow(channel);
    sink.m_protocol = protocol;
    sink.m_carried = true;
    return sink;
}

void ConnectionSink::follow(const ConnectionSink &channel)
{
    m_connection = channel.m_connection;
    m_process = channel.m_process;
    m_tid = channel.m_tid;
    m_captureEnds = channel.m_captureEnds;
}

void ConnectionSink::setActor(ProcessId process, uint32_t tid)
{
    m_process = process;
    m_tid = tid;
}

const ConnectionSink::Open *ConnectionSink::find(uint64_t stream) const
{
    // The newest are looked up most often.
    for (size_t i = m_open.size(); i-- > 0;)
        if (m_open[i].stream == stream)
            return &m_open[i];
    return nullptr;
}

Exchange &ConnectionSink::open(uint64_t stream, base::Time time)
{
    if (const Open *known = find(stream))
        if (Exchange *exchange = m_builder.live(known->id))
            return *exchange;
    Exchange &exchange = m_builder.newExchange(m_connection, time);
    exchange.stream = stream;
    exchange.protocol = m_protocol;
    if (m_process != base::noId)
        exchange.process = m_process;
    exchange.tid = m_tid;
    const Connection &connection = m_builder.peekConnection(m_connection);
    exchange.scheme = connection.tls ? "https" : "http";
    if (!protocols::protocolInfo(m_protocol).harMessages.empty()) {
        becomeChannel(exchange, m_protocol);
        exchange.host = serverText(connection);
        exchange.reason = "began before the capture";
    }
    m_open.push_back({.stream = stream, .id = exchange.id});
    return exchange;
}

std::vector<base::Slice> ConnectionSink::kept(std::span<const base::Slice> slices, Exchange &exchange)
{
    std::vector<base::Slice> kept;
    kept.reserve(slices.size());
    for (const base::Slice &slice : slices) {
        if (!slice.lost()) {
            kept.push_back(slice);
            continue;
        }
        exchange.lostBytes += slice.length;
        ++exchange.lostEvents;
    }
    return kept;
}

void ConnectionSink::requestHead(uint64_t stream, const protocols::RequestHead &head, base::Time time)
{
    Exchange &exchange = open(stream, time);
    const Connection &connection = m_builder.peekConnection(m_connection);
    exchange.method = head.method;
    if (!head.version.empty())
        exchange.protocol = head.version == "HTTP/1.0" ? protocols::Protocol::Http10
            : head.version.starts_with("HTTP/1")       ? protocols::Protocol::Http11
                                                       : m_protocol;
    const RequestTarget target = requestTarget(head);
    exchange.path = target.path;
    if (!target.scheme.empty())
        exchange.scheme = target.scheme;
    exchange.host = !target.host.empty() ? std::string(target.host)
                                         : endpointText(connection.side == base::Side::Server ? connection.local : connection.remote);
    exchange.trace = traceOf(head.fields);
    Message &request = exchange.request;
    request.head = kept(head.slices, exchange);
    request.headBytes = head.wireBytes;
    if (!request.begin)
        request.begin = head.begin ? head.begin : time;
    request.headEnd = time;
}

// The response's first byte, moved by the current thread.
void ConnectionSink::answers(Exchange &exchange, base::Time time)
{
    if (exchange.response.begin)
        return;
    exchange.response.begin = time;
    exchange.answerTid = m_tid;
}

void ConnectionSink::responseHead(uint64_t stream, const protocols::ResponseHead &head, base::Time time)
{
    Exchange &exchange = open(stream, time);
    Message &response = exchange.response;
    answers(exchange, head.begin ? head.begin : time);
    // Informational responses (RFC 9110, section 15.2) precede the final one.
    if (head.isInterim())
        return keepInterim(exchange, kept(head.slices, exchange));
    exchange.status = head.status;
    exchange.reason = head.reason;
    if (exchange.kind == Kind::Channel && head.status > 299) {
        exchange.kind = Kind::Http;   // the server refused: an ordinary response
        exchange.scheme = exchange.scheme == protocols::protocolInfo(exchange.protocol).scheme ? "http" : "https";
        exchange.protocol = m_protocol;
    }
    exchange.contentType = mediaType(fieldValue(head.fields, "content-type"));
    exchange.contentEncoding = protocols::bodyCodings(head.fields);
    response.head = kept(head.slices, exchange);
    response.headBytes = head.wireBytes;
    response.headEnd = time;
}

// A channel may last for days: its messages are stored, each with its own limit.
base::Bytes ConnectionSink::withinLimit(Exchange &exchange, Message &message, base::Bytes bytes)
{
    const uint64_t room = m_builder.bodyMax() - std::min(m_builder.bodyMax(), message.bodyBytes);
    if (exchange.kind == Kind::Channel || bytes.data.size() <= room)
        return bytes;
    const uint64_t beyond = bytes.data.size() - room;
    const bool first = message.fault != Fault::BeyondLimit;
    message.fault = Fault::BeyondLimit;
    message.bodyLost += beyond;
    exchange.lostBytes += beyond;
    exchange.lostEvents += first;
    if (!m_carried)
        m_builder.connection(m_connection).lostBytes += beyond;
    m_builder.lost(bodyBeyondLimit, beyond, first);
    return bytes.sub(0, size_t(room));
}

void ConnectionSink::body(uint64_t stream, Half which, base::Bytes bytes, base::Time time)
{
    // If joined midstream, a stream may begin with its body.
    const Open *known = find(stream);
    const ExchangeId id = known ? known->id : open(stream, time).id;
    m_builder.grown(id, time);
    Exchange *exchange = m_builder.peekLive(id);
    if (!exchange)
        return;
    Message &message = half(*exchange, which);
    if (which == Half::Response)
        answers(*exchange, time);
    else if (!message.begin)
        message.begin = time;
    bytes = withinLimit(*exchange, message, bytes);
    // A channel's messages have their own positions; its frames are only kept for the beginning.
    if (!bytes.data.empty() && (exchange->kind != Kind::Channel || message.bodySlices() < channelSlicesMax))
        append(message.body, bytes.slice());
    message.bodyBytes += bytes.data.size();
    // A channel's request is over, however much its client still sends; what follows is the response's time.
    (exchange->kind == Kind::Channel ? exchange->response : message).end = time;
}

void ConnectionSink::bodyLost(uint64_t stream, Half which, uint64_t lost, base::Time time)
{
    Exchange &exchange = open(stream, time);
    if (lost == 0)
        return;
    half(exchange, which).bodyLost += lost;
    half(exchange, which).end = time;
    exchange.lostBytes += lost;
    ++exchange.lostEvents;
    if (!m_carried)
        m_builder.connection(m_connection).lostBytes += lost;
}

void ConnectionSink::trailers(uint64_t stream, Half which, std::span<const Field>, std::span<const base::Slice> slices,
                              base::Time time)
{
    Exchange &exchange = open(stream, time);
    half(exchange, which).trailers = kept(slices, exchange);
}

void ConnectionSink::stalled(uint64_t stream, Half which, base::Duration duration)
{
    if (const Open *known = find(stream))
        if (Exchange *exchange = m_builder.live(known->id))
            half(*exchange, which).stalled = duration;
}

void ConnectionSink::becomeChannel(Exchange &exchange, protocols::Protocol protocol)
{
    if (protocol == protocols::Protocol::Unknown)
        return;
    const bool tls = exchange.scheme == "https" || m_builder.peekConnection(m_connection).tls;
    exchange.kind = Kind::Channel;
    exchange.protocol = protocol;
    exchange.scheme = std::string(protocols::protocolInfo(protocol).scheme) + (tls ? "s" : "");
}

void ConnectionSink::asksForChannel(uint64_t stream, protocols::Protocol protocol)
{
    if (const Open *known = find(stream))
        if (Exchange *exchange = m_builder.live(known->id))
            becomeChannel(*exchange, protocol);
}

void ConnectionSink::keepOpen(uint64_t stream, protocols::Protocol channel)
{
    if (Open *known = find(stream)) {
        known->staysOpen = true;
        known->channel = channel;
    }
}

void ConnectionSink::upgraded(uint64_t stream, std::string_view, base::Time)
{
    Open *known = find(stream);
    if (!known || !known->staysOpen)
        return;
    known->isChannel = true;
    if (Exchange *exchange = m_builder.live(known->id))
        becomeChannel(*exchange, known->channel);
}

void ConnectionSink::reason(uint64_t stream, std::string_view words, base::Direction by, base::Time time)
{
    Exchange &exchange = open(stream, time);
    exchange.reason = words;
    exchange.reason += by == base::Direction::Sent ? ", sent by this side" : ", sent by the peer";
}

void ConnectionSink::item(uint64_t stream, const protocols::Item &item)
{
    const Open *known = find(stream);
    if (!known)
        return;
    Item row{.half = item.half,
             .kind = item.kind,
             .coding = item.coding,
             .code = item.code,
             .begin = item.begin,
             .end = item.end,
             .wireBytes = item.wireBytes,
             .lostBytes = item.lostBytes,
             .label = std::string(item.label)};
    uint64_t unwritten = 0;
    for (const base::Slice &slice : item.slices) {
        if (slice.lost())
            unwritten += slice.length;
        else
            row.slices.push_back(slice);
    }
    if (unwritten > 0) {
        row.lostBytes += unwritten;
        row.label += row.label.empty() ? notWritten : std::string("; ") + notWritten;
        if (Exchange *exchange = m_builder.live(known->id)) {
            exchange->lostBytes += unwritten;
            ++exchange->lostEvents;
        }
    }
    m_builder.item(known->id, std::move(row));
}

void ConnectionSink::prefixed(const protocols::prefix::Prefix &prefix, base::Time begin, base::Time end)
{
    m_builder.connection(m_connection).prefixes.push_back(prefix);
    if (prefix.failure.empty())
        return;
    Exchange &row = m_builder.newRow(m_connection, Kind::Failed, begin);
    row.state = State::Failed;
    row.reason = prefix.name + ": " + prefix.failure;
    row.request.end = row.response.end = end;
    m_builder.done(row.id);
}

void ConnectionSink::addressNamed(const base::Endpoint &address, std::string_view name, base::Time)
{
    m_builder.names().add(address, name, m_process);
}

void ConnectionSink::query(uint64_t stream, const protocols::Query &query, base::Time time)
{
    Exchange &exchange = open(stream, time);
    exchange.kind = Kind::Query;
    exchange.scheme = query.scheme;
    if (query.channel)
        becomeChannel(exchange, m_protocol);
    exchange.method = query.verb;
    exchange.path = query.text;
    exchange.trace = traceOfStatement(query.text);
    exchange.host = !query.target.empty() ? std::string(query.target) : serverText(m_builder.peekConnection(m_connection));
    if (!exchange.request.begin)
        exchange.request.begin = query.begin ? query.begin : time;
    exchange.request.headEnd = time;
}

void ConnectionSink::answer(uint64_t stream, const protocols::Answer &answer, base::Time time)
{
    Exchange &exchange = open(stream, time);
    exchange.outcome = answer.outcome;
    exchange.result = answer.words;
    exchange.rows = answer.rows;
    answers(exchange, time);
}

void ConnectionSink::operation(uint64_t stream, std::string_view name)
{
    if (const Open *known = find(stream))
        if (Exchange *exchange = m_builder.live(known->id))
            exchange->operation = name;
}

void ConnectionSink::dialect(uint64_t stream, protocols::Dialect dialect)
{
    if (const Open *known = find(stream))
        if (Exchange *exchange = m_builder.live(known->id))
            exchange->dialect = dialect;
}

void ConnectionSink::tokens(uint64_t stream, const protocols::Tokens &tokens)
{
    if (const Open *known = find(stream))
        if (Exchange *exchange = m_builder.live(known->id))
            exchange->tokens = tokens;
}

} // namespace exchange
