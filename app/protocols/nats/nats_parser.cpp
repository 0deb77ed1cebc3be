// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/nats/nats_parser.h"

#include "app/protocols/text_rows.h"

#include <algorithm>
#include <utility>

namespace protocols::nats {

namespace {

constexpr size_t requestBytesMax = 1 << 20;   // of the subjects that replies are awaited on

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

// "STREAM.INFO" of $JS.API.STREAM.INFO.ORDERS (https://docs.nats.io/reference/reference-protocols/nats_api_reference).
std::string_view verbOf(std::string_view subject)
{
    constexpr std::string_view api = "$JS.API.";
    if (!subject.starts_with(api))
        return "REQUEST";
    subject.remove_prefix(api.size());
    size_t end = 0;
    for (size_t at = 0; at < subject.size();) {
        const size_t dot = std::min(subject.find('.', at), subject.size());
        const std::string_view word = subject.substr(at, dot - at);
        if (word.empty() || !std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; }))
            break;
        end = dot;
        at = dot + 1;
        // The word after a stream's or consumer's verb is a name, in any case.
        if (word == "INFO" || word == "CREATE" || word == "UPDATE" || word == "DELETE" || word == "NAMES" || word == "LIST" || word == "PURGE" || word == "NEXT")
            break;
    }
    return end > 0 ? subject.substr(0, end) : std::string_view("REQUEST");
}

// "description (code)" from a JetStream reply that reports an error.
std::string errorOf(std::string_view payload)
{
    if (!payload.starts_with('{'))
        return {};
    const std::string error = memberOf(payload, "error");
    const std::string description = error.starts_with('{') ? memberOf(error, "description") : std::string();
    return description.empty() ? description : limitedText(memberOf(error, "code") + ": " + description, 1000);
}

} // namespace

NatsParser::NatsParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : ChannelParser("nats", requestDirection, fromStart, limits, sink)
{
}

std::optional<uint64_t> NatsParser::lengthOf(Half half, std::span<const std::byte> bytes)
{
    const auto line = readLine(textOf(bytes));
    if (!line)
        return std::nullopt;
    if (line->size == 0)
        return bytes.size() < m_limits.headMax ? std::optional<uint64_t>(0) : std::nullopt;
    if (!(half == Half::Request ? comesFromClient(line->verb) : comesFromServer(line->verb)))
        return std::nullopt;
    return line->total();
}

Verdict NatsParser::startsAt(Half half, std::span<const std::byte> bytes)
{
    const auto line = readLine(textOf(bytes));
    if (!line || (line->verb != Verb::None && !(half == Half::Request ? comesFromClient(line->verb) : comesFromServer(line->verb))))
        return Verdict::No;
    if (line->size == 0)
        return Verdict::NeedMore;
    return line->subject.empty() ? Verdict::No : Verdict::Yes;
}

void NatsParser::packet(Half half, const Packet &packet)
{
    const Line line = readLine(textOf(packet.bytes)).value_or(Line());
    // A client need not wait for the answer to CONNECT, and without "verbose" or a PING there is none.
    if (half == Half::Request && line.verb != Verb::Connect && line.verb != Verb::Ping && line.verb != Verb::Pong)
        releaseRequest(packet.time);
    switch (line.verb) {
    case Verb::Info:
        return info(packet, line);
    case Verb::Connect:
        return connect(packet, line);
    case Verb::Sub:
    case Verb::Unsub:
        return subscription(packet, line);
    case Verb::Pub:
    case Verb::HPub:
    case Verb::Msg:
    case Verb::HMsg:
        return message(half, packet, line);
    default:
        return told(half, packet, line);
    }
}

// The server speaks first, and reports changes later.
void NatsParser::info(const Packet &packet, const Line &line)
{
    if (std::exchange(m_greeted, true)) {
        const uint64_t stream = channel(packet);
        belongs(Half::Response, packet, stream);
        const auto at = size_t(line.argument.data() - textOf(packet.bytes).data());
        return carries(Half::Response, packet, at, line.size - at - line.argument.size(), ItemKind::Notice, {});
    }
    m_server = limitedText("nats-server " + memberOf(line.argument, "version"), 100);
    if (!m_connect) {
        m_connect = open("CONNECT", m_server, packet);
        holdRequest(*m_connect, packet.time);
    }
    belongs(Half::Response, packet, *m_connect);
}

void NatsParser::connect(const Packet &packet, const Line &line)
{
    setName(limitedText(memberOf(line.argument, "name"), 256));
    const std::string_view shown = name().empty() ? "(no name)" : name();
    if (m_connect && !m_asked && holdsRequest()) {
        tell(*m_connect, "CONNECT", shown, packet);
    } else {
        m_connect = open("CONNECT", shown, packet);
        holdRequest(*m_connect, packet.time);
    }
    m_asked = m_greeted = true;
    belongs(Half::Request, packet, *m_connect);
    item(Half::Request, *m_connect, packet, ItemKind::Record, limitedText(plainObject(line.argument)), "parameters");
}

void NatsParser::subscription(const Packet &packet, const Line &line)
{
    std::string text = line.verb == Verb::Sub ? std::string(line.subject) + (line.queue.empty() ? "" : " (queue " + std::string(line.queue) + ")") : std::string();
    text += (text.empty() ? "subscription " : ", subscription ") + std::string(line.id);
    const uint64_t stream = open(line.verb == Verb::Sub ? "SUB" : "UNSUB", limitedText(text), packet);
    belongs(Half::Request, packet, stream);
    endsHalf(Half::Request);
    m_sink.messageEnd(stream, Half::Response, packet.time);   // it has no answer
}

void NatsParser::message(Half half, const Packet &packet, const Line &line)
{
    const std::string_view after = textOf(packet.bytes).substr(std::min(line.size, packet.bytes.size()));
    const std::string_view headers = after.substr(0, size_t(line.headers));
    const auto awaited = m_requests.find(std::string(line.subject));
    if (awaited != m_requests.end()) {
        const uint64_t stream = awaited->second;
        m_requestBytes -= awaited->first.size();
        m_requests.erase(awaited);
        belongs(half, packet, stream, Half::Response);
        reply(stream, packet, line);
        endsHalf(half);
    } else {
        // A message delivered with an acknowledgement subject is not a request.
        const bool asks = !line.reply.empty() && !line.reply.starts_with("$JS.ACK.") && m_requests.size() < m_limits.pipelineMax
            && m_requestBytes + line.reply.size() <= requestBytesMax && !m_requests.contains(std::string(line.reply));
        const uint64_t stream = asks ? open(verbOf(line.subject), limitedText(line.subject), packet) : channel(packet);
        if (asks) {
            m_requests.emplace(line.reply, stream);
            m_requestBytes += line.reply.size();
        }
        belongs(half, packet, stream, asks ? Half::Request : half);
        if (asks)
            endsHalf(half);
    }
    std::string delivery = line.id.empty() ? std::string() : "subscription " + std::string(line.id);
    const auto add = [&](const std::string &text) { delivery += text.empty() ? "" : (delivery.empty() ? "" : ", ") + text; };
    add(line.reply.empty() ? std::string() : "reply to " + limitedText(line.reply, 256));
    add(headerText(headers));
    carries(half, packet, line.size + size_t(line.headers), 2, ItemKind::Message, limitedText(line.subject) + (delivery.empty() ? "" : '\n' + delivery));
}

void NatsParser::reply(uint64_t stream, const Packet &packet, const Line &line)
{
    const std::string_view after = textOf(packet.bytes).substr(std::min(line.size, packet.bytes.size()));
    const std::string_view status = statusOf(after.substr(0, size_t(line.headers)));
    std::string words = packet.whole() ? errorOf(after.substr(size_t(std::min<uint64_t>(line.headers, after.size())))) : std::string();
    if (words.empty() && !status.empty())
        words = status == "503" ? "503: no responders" : limitedText(status, 200);
    const bool failed = !words.empty();
    if (!failed)
        words = counted(line.payload - line.headers, "byte");
    m_sink.answer(stream, {.outcome = failed ? Outcome::Error : Outcome::Ok, .words = words, .rows = {}}, packet.time);
}

// PING, PONG, +OK, -ERR: the server's first one after CONNECT tells whether that succeeded.
void NatsParser::told(Half half, const Packet &packet, const Line &line)
{
    if (m_connect && m_asked && half == Half::Response && line.verb != Verb::Ping) {
        const uint64_t stream = *std::exchange(m_connect, std::nullopt);
        m_asked = false;
        releaseRequest(packet.time);
        const bool failed = line.verb == Verb::Err;
        belongs(half, packet, stream);
        m_sink.answer(stream, {.outcome = failed ? Outcome::Error : Outcome::Ok, .words = failed ? limitedText(line.argument, 1000) : m_server, .rows = {}}, packet.time);
        return endsHalf(half);
    }
    if (half == Half::Request && holdsRequest())
        return belongs(half, packet, *m_connect);
    const uint64_t stream = channel(packet);
    belongs(half, packet, stream);
    if (line.verb == Verb::Ping || line.verb == Verb::Pong)
        item(half, stream, packet, line.verb == Verb::Ping ? ItemKind::Ping : ItemKind::Pong, {});
    else if (line.verb == Verb::Err)
        item(half, stream, packet, ItemKind::Notice, limitedText(line.argument, 1000));
}

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    const std::string_view text = textOf(first);
    if (fromStart) {
        // A server begins with INFO; inside TLS its client's CONNECT comes first.
        const std::string_view start = request ? "CONNECT {\"" : "INFO {\"server_";
        return text.starts_with(start) ? Verdict::Yes : start.starts_with(text) ? Verdict::NeedMore : Verdict::No;
    }
    const auto line = readLine(text);
    if (!line || line->size == 0 || line->subject.empty())
        return Verdict::No;
    return (request ? comesFromClient(line->verb) : comesFromServer(line->verb)) ? Verdict::Yes : Verdict::No;
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<NatsParser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::nats
