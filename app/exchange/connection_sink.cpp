// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/builder.h"

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

void append(std::vector<base::Slice> &slices, const base::Slice &slice)
{
    constexpr uint32_t longest = 1u << 31;
    if (!slices.empty()) {
        base::Slice &last = slices.back();
        if (last.position + last.length == slice.position && last.length + uint64_t(slice.length) < longest) {
            last.length += slice.length;
            return;
        }
    }
    slices.push_back(slice);
}

// What is missing is the capture's lack, or the peers' failure.
State stateOf(Fault fault)
{
    const bool lack = fault == Fault::Gap || fault == Fault::CompressionUnknown || fault == Fault::BeganBefore
        || fault == Fault::CaptureEnded;
    return lack ? State::Cut : State::Failed;
}

Message &half(Exchange &exchange, Half which)
{
    return which == Half::Request ? exchange.request : exchange.response;
}

} // namespace

ConnectionSink::ConnectionSink(Builder &builder, ConnectionId connection) : m_builder(builder), m_connection(connection) { }

void ConnectionSink::setActor(ProcessId process, uint32_t tid)
{
    m_process = process;
    m_tid = tid;
}

void ConnectionSink::onUpgrade(Upgraded upgraded, Raw raw)
{
    m_upgraded = std::move(upgraded);
    m_rawSuccessor = std::move(raw);
}

// Tells both body parsers of an exchange. They may call back for items and names, not for anything that ends it.
template <typename Tell>
void ConnectionSink::follow(Open &open, Tell tell)
{
    const std::array bodyParsers{open.bodyParsers[0].get(), open.bodyParsers[1].get()};
    for (protocols::BodyParser *bodyParser : bodyParsers)
        if (bodyParser)
            tell(*bodyParser);
}

ConnectionSink::Open *ConnectionSink::find(uint64_t stream)
{
    // The newest are asked for most.
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

void ConnectionSink::requestHead(uint64_t stream, const protocols::RequestHead &head, base::Time time)
{
    Exchange &exchange = open(stream, time);
    exchange.method = head.method;
    exchange.path = head.target;
    if (!head.version.empty())
        exchange.protocol = head.version == "HTTP/1.0" ? protocols::Protocol::Http10
            : head.version.starts_with("HTTP/1")       ? protocols::Protocol::Http11
                                                       : m_protocol;
    if (!head.scheme.empty())
        exchange.scheme = head.scheme;
    std::string_view host = head.authority;
    if (head.method == "CONNECT" && host.empty()) {
        host = head.target;   // authority form, RFC 9112 section 3.2.3
    } else if (const size_t mark = head.target.find("://"); host.empty() && mark != std::string_view::npos && mark < 16) {
        // absolute form, RFC 9112 section 3.2.2
        exchange.scheme = head.target.substr(0, mark);
        const std::string_view rest = head.target.substr(mark + 3);
        const size_t slash = rest.find_first_of("/?");
        host = rest.substr(0, slash);
        exchange.path = slash == std::string_view::npos ? "/" : rest.substr(slash);
    }
    if (host.empty())
        host = fieldValue(head.fields, "host");
    if (!host.empty()) {
        exchange.host = host;
    } else {
        const Connection &connection = m_builder.peekConnection(m_connection);
        exchange.host = endpointText(connection.side == base::Side::Server ? connection.local : connection.remote);
    }
    Message &request = exchange.request;
    request.head.assign(head.slices.begin(), head.slices.end());
    request.headBytes = head.wireBytes;
    if (!request.begin)
        request.begin = head.begin ? head.begin : time;
    request.headEnd = time;
    for (const protocols::BodyParserEntry &entry : protocols::bodyParsers()) {
        std::unique_ptr<protocols::BodyParser> bodyParser = entry.onRequest ? entry.onRequest(head, stream, *this) : nullptr;
        if (!bodyParser)
            continue;
        // RFC 8441: a stream of HTTP/2 that becomes one, if the server agrees.
        becomeChannel(exchange, bodyParser->channel());
        find(stream)->bodyParsers[0] = std::move(bodyParser);
        break;
    }
}

void ConnectionSink::responseHead(uint64_t stream, const protocols::ResponseHead &head, base::Time time)
{
    Exchange &exchange = open(stream, time);
    Message &response = exchange.response;
    if (!response.begin)
        response.begin = head.begin ? head.begin : time;
    // Informational answers (RFC 9110, section 15.2) come before the one that counts; 101 is the last.
    if (head.status >= 100 && head.status < 200 && head.status != 101)
        return;
    exchange.status = head.status;
    exchange.reason = head.reason;
    if (exchange.kind == Kind::Channel && head.status > 299) {
        exchange.kind = Kind::Http;   // the server did not agree: an ordinary answer
        exchange.scheme = exchange.scheme == protocols::protocolInfo(exchange.protocol).scheme ? "http" : "https";
        exchange.protocol = m_protocol;
    }
    exchange.contentType = mediaType(fieldValue(head.fields, "content-type"));
    exchange.contentEncoding = fieldValue(head.fields, "content-encoding");
    response.head.assign(head.slices.begin(), head.slices.end());
    response.headBytes = head.wireBytes;
    response.headEnd = time;
    const auto bodyParsers = [&] { return std::span(find(stream)->bodyParsers); };
    if (bodyParsers()[0])
        bodyParsers()[0]->responseHead(head);
    for (const protocols::BodyParserEntry &entry : protocols::bodyParsers()) {
        std::unique_ptr<protocols::BodyParser> bodyParser = entry.onResponse ? entry.onResponse(head, stream, *this) : nullptr;
        if (!bodyParser)
            continue;
        bodyParsers()[1] = std::move(bodyParser);
        break;
    }
}

void ConnectionSink::body(uint64_t stream, Half which, base::Bytes bytes, base::Time time)
{
    // Joined in the middle, a stream may begin with its body.
    Open *known = find(stream);
    const ExchangeId id = known ? known->id : open(stream, time).id;
    m_builder.grown(id, time);
    Exchange *exchange = m_builder.peekLive(id);
    if (!exchange)
        return;
    Message &message = half(*exchange, which);
    if (!message.begin)
        message.begin = time;
    // Of a channel the messages say where they lie; its frames are kept for a look at the beginning.
    if (exchange->kind != Kind::Channel || message.body.size() < channelSlicesMax)
        append(message.body, bytes.slice());
    message.bodyBytes += bytes.data.size();
    // The request of a channel is over, however much its client sends; what follows is the answer's time.
    (exchange->kind == Kind::Channel ? exchange->response : message).end = time;
    if (known)
        follow(*known, [&](protocols::BodyParser &bodyParser) { bodyParser.bytes(which, bytes, time); });
}

void ConnectionSink::bodyLost(uint64_t stream, Half which, uint64_t lost, base::Time time)
{
    Exchange &exchange = open(stream, time);
    if (lost > 0) {
        half(exchange, which).bodyLost += lost;
        half(exchange, which).end = time;
        exchange.lostBytes += lost;
        ++exchange.lostEvents;
        m_builder.connection(m_connection).lostBytes += lost;
    }
    follow(*find(stream), [&](protocols::BodyParser &bodyParser) { bodyParser.lost(which, lost, time); });
}

void ConnectionSink::trailers(uint64_t stream, Half which, std::span<const Field> fields, std::span<const base::Slice> slices, base::Time time)
{
    half(open(stream, time), which).trailers.assign(slices.begin(), slices.end());
    follow(*find(stream), [&](protocols::BodyParser &bodyParser) { bodyParser.trailers(which, fields); });
    if (which == Half::Request || find(stream)->bodyParsers[1])
        return;
    for (const protocols::BodyParserEntry &entry : protocols::bodyParsers())
        if (entry.onTrailers)
            entry.onTrailers(fields, stream, time, *this);
}

void ConnectionSink::stalled(uint64_t stream, Half which, base::Duration duration)
{
    if (const Open *known = find(stream))
        if (Exchange *exchange = m_builder.live(known->id))
            half(*exchange, which).stalled = duration;
}

void ConnectionSink::messageEnd(uint64_t stream, Half which, base::Time time)
{
    if (m_captureEnds) {
        fault(stream, which, Fault::CaptureEnded, time); // a body that lasts until the close
        return;
    }
    Exchange &exchange = open(stream, time);
    Message &message = half(exchange, which);
    message.end = time;
    message.complete = message.bodyLost == 0 && message.fault == Fault::None;
    halfDone(stream, which, time);
}

void ConnectionSink::fault(uint64_t stream, Half which, Fault fault, base::Time time)
{
    Exchange &exchange = open(stream, time);
    if (m_captureEnds && fault == Fault::CutByClose)
        fault = Fault::CaptureEnded;
    Message &message = half(exchange, which);
    message.fault = fault;
    message.complete = false;
    message.end = time;
    m_faulted[which == Half::Request ? 0 : 1] = exchange.id;
    halfDone(stream, which, time);
}

void ConnectionSink::halfDone(uint64_t stream, Half which, base::Time time)
{
    Open *known = find(stream);
    if (!known)
        return;
    // The heads are over, and what follows an upgrade is still this exchange's.
    if (const Exchange *exchange = m_builder.peekLive(known->id); exchange && exchange->status == 101 && known->bodyParsers[1])
        return;
    follow(*known, [&](protocols::BodyParser &bodyParser) { bodyParser.end(which, time); });
    (which == Half::Request ? known->requestDone : known->responseDone) = true;
    Exchange *exchange = m_builder.live(known->id);
    if (!exchange)
        return;
    const Fault fault = exchange->response.fault != Fault::None ? exchange->response.fault : exchange->request.fault;
    // A response whose request was not seen, or was cut by the end, ends the exchange alone.
    const bool done = known->responseDone && (known->requestDone || exchange->request.begin == 0);
    if (!done)
        return;
    exchange->tcp = m_builder.peekConnection(m_connection).tcp;
    if (fault == Fault::None)
        exchange->state = exchange->lostBytes ? State::Cut : State::Complete;
    else
        exchange->state = stateOf(fault);
    m_builder.done(known->id);
    m_open.erase(m_open.begin() + (known - m_open.data()));
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

void ConnectionSink::upgraded(uint64_t stream, std::string_view protocol, base::Time time)
{
    m_handedOver = true;
    if (const Open *known = find(stream); known && known->bodyParsers[1]) {
        becomeChannel(*m_builder.live(known->id), known->bodyParsers[1]->channel());
        m_followed = stream;
        return;
    }
    if (m_upgraded)
        m_upgraded(protocol, time);
}

bool ConnectionSink::requestHalf(base::Direction direction) const
{
    const bool server = m_builder.peekConnection(m_connection).side == base::Side::Server;
    return (direction == base::Direction::Sent) != server;
}

Exchange &ConnectionSink::conversation(base::Time time)
{
    if (m_conversation != base::noId)
        if (Exchange *exchange = m_builder.peekLive(m_conversation))
            return *exchange;
    Exchange &exchange = m_builder.newRow(m_connection, Kind::Conversation, time);
    exchange.protocol = protocols::protocolInfo(m_protocol).startTls ? m_protocol : protocols::Protocol::Opaque;
    if (m_process != base::noId)
        exchange.process = m_process;
    exchange.tid = m_tid;
    m_conversation = exchange.id;
    return exchange;
}

void ConnectionSink::explainConversation(std::string_view words)
{
    if (Exchange *exchange = m_builder.live(m_conversation))
        exchange->reason = words;
}

void ConnectionSink::raw(base::Direction direction, base::Bytes bytes, base::Time time)
{
    const Half which = requestHalf(direction) ? Half::Request : Half::Response;
    if (m_followed) {
        body(*m_followed, which, bytes, time);
        return;
    }
    if (m_handedOver && m_rawSuccessor) {
        m_rawSuccessor(direction, bytes, 0, time);
        return;
    }
    Exchange *exchange = m_builder.peekLive(m_faulted[which == Half::Request ? 0 : 1]);
    if (!exchange)
        exchange = &conversation(time);
    Message &message = half(*exchange, which);
    if (!message.begin)
        message.begin = time;
    append(message.body, bytes.slice());
    message.bodyBytes += bytes.data.size();
    message.end = time;
    m_builder.grown(exchange->id, time);
    if (exchange->kind == Kind::Conversation)
        m_builder.item(exchange->id, {.half = which, .begin = time, .end = time, .slices = {bytes.slice()},
                                      .wireBytes = bytes.data.size()});
}

void ConnectionSink::rawLost(base::Direction direction, uint64_t lost, base::Time time)
{
    const Half which = requestHalf(direction) ? Half::Request : Half::Response;
    if (m_followed) {
        bodyLost(*m_followed, which, lost, time);
        return;
    }
    if (m_handedOver && m_rawSuccessor) {
        m_rawSuccessor(direction, {}, lost, time);
        return;
    }
    Exchange &exchange = conversation(time);
    half(exchange, which).bodyLost += lost;
    exchange.lostBytes += lost;
    ++exchange.lostEvents;
    m_builder.connection(m_connection).lostBytes += lost;
    m_builder.live(exchange.id);
    if (exchange.kind == Kind::Conversation)
        m_builder.item(exchange.id, {.half = which, .begin = time, .end = time, .wireBytes = lost, .lostBytes = lost});
}

base::Slice ConnectionSink::derive(std::span<const std::byte> bytes)
{
    return m_builder.derive(bytes);
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
    m_builder.item(known->id, {.half = item.half,
                               .kind = item.kind,
                               .coding = item.coding,
                               .code = item.code,
                               .begin = item.begin,
                               .end = item.end,
                               .slices = {item.slices.begin(), item.slices.end()},
                               .wireBytes = item.wireBytes,
                               .lostBytes = item.lostBytes,
                               .label = std::string(item.label)});
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
    const Connection &connection = m_builder.peekConnection(m_connection);
    exchange.host = query.target.empty() ? serverText(connection) : std::string(query.target);
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
    if (!exchange.response.begin)
        exchange.response.begin = time;
}

void ConnectionSink::operation(uint64_t stream, std::string_view name)
{
    if (const Open *known = find(stream))
        if (Exchange *exchange = m_builder.live(known->id))
            exchange->operation = name;
}

void ConnectionSink::finish(base::Time time)
{
    const Fault unfinished = m_captureEnds ? Fault::CaptureEnded : Fault::CutByClose;
    for (Open &left : m_open) {
        follow(left, [&](protocols::BodyParser &bodyParser) {
            if (!left.requestDone || m_followed == left.stream)
                bodyParser.end(Half::Request, time);
            bodyParser.end(Half::Response, time);
        });
        if (Exchange *exchange = m_builder.live(left.id)) {
            Message &message = left.requestDone ? exchange->response : exchange->request;
            const bool followed = m_followed == left.stream;
            if (message.fault == Fault::None && !followed)
                message.fault = unfinished;
            exchange->state = !followed ? stateOf(unfinished) : exchange->lostBytes ? State::Cut : State::Complete;
            if (followed) {
                exchange->request.complete = exchange->request.bodyLost == 0;
                exchange->response.complete = exchange->response.bodyLost == 0;
                exchange->tcp = m_builder.peekConnection(m_connection).tcp;
            }
            if (!exchange->response.end)
                exchange->response.end = time;
            m_builder.done(left.id);
        }
    }
    m_open.clear();
    if (Exchange *exchange = m_builder.live(m_conversation)) {
        exchange->state = exchange->lostBytes ? State::Cut : State::Complete;
        exchange->request.complete = exchange->request.bodyLost == 0;
        exchange->response.complete = exchange->response.bodyLost == 0;
        m_builder.done(m_conversation);
    }
    m_conversation = base::noId;
}

} // namespace exchange
