// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/dns/dns_parser.h"

#include "app/protocols/byte_reader.h"
#include "app/protocols/text_rows.h"

#include <algorithm>
#include <array>

namespace protocols::dns {

namespace {

constexpr size_t wordsMax = 200;

size_t index(Half half) { return half == Half::Request ? 0 : 1; }

bool plausible(const Message &message)
{
    constexpr auto kindKnown = [](uint16_t kind) { return (kind & 0x7fff) == 1 || kind == 3 || kind == 4 || kind == 254 || kind == 255; };
    if (!message.whole || message.operation > 6 || message.questions.size() > 1)
        return false;
    if (message.questions.empty())
        return message.response && (!message.records.empty() || message.code != 0);
    return kindKnown(message.questions[0].kind);
}

} // namespace

DnsParser::DnsParser(Direction requestDirection, bool fromStart, bool stream, const Limits &limits, Sink &sink)
    : m_requestDirection(requestDirection)
    , m_limits(limits)
    , m_sink(sink)
    , m_stream(stream)
    , m_unasked(fromStart ? Fault::UnexpectedResponse : Fault::BeganBefore)
    , m_requests(Half::Request, fromStart, limits.headMax, *this)
    , m_replies(Half::Response, fromStart, limits.headMax, *this)
{
}

void DnsParser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    const Half half = direction == m_requestDirection ? Half::Request : Half::Response;
    if (m_stream) {
        (half == Half::Request ? m_requests : m_replies).bytes(bytes, time);
        return;
    }
    View view(bytes);
    packet(half, {.bytes = bytes.data, .total = bytes.data.size(), .begin = time, .time = time, .view = &view});
    packetEnd(half, time);
}

void DnsParser::gap(Direction direction, uint64_t length, base::Time time)
{
    m_unasked = Fault::Gap;
    if (m_stream)
        (direction == m_requestDirection ? m_requests : m_replies).gap(length, time);
    else
        m_sink.rawLost(direction, length, time);
}

void DnsParser::end(Direction direction, base::Time time)
{
    if (m_stream)
        (direction == m_requestDirection ? m_requests : m_replies).end(time);
    if (direction == m_requestDirection)
        return;
    for (const Asked &left : m_asked)
        m_sink.fault(left.stream, Half::Response, Fault::CutByClose, time);
    m_asked.clear();
    m_unasked = Fault::Gap;
}

std::optional<uint64_t> DnsParser::lengthOf(Half, std::span<const std::byte> bytes)
{
    if (bytes.size() < 2)
        return 0;
    return ByteReader(bytes).big(2) + 2;
}

Verdict DnsParser::startsAt(Half half, std::span<const std::byte> bytes)
{
    return recogniseStream(bytes, direction(half), m_requestDirection == Direction::Sent ? base::Side::Client : base::Side::Server, false);
}

void DnsParser::packet(Half way, const Packet &packet)
{
    m_into[index(way)].reset();
    const auto message = readMessage(packet.bytes.subspan(std::min<size_t>(m_stream ? 2 : 0, packet.bytes.size())));
    if (!message || (message->questions.empty() && !message->response)) {
        packet.forEach([&](base::Bytes run) { m_sink.raw(direction(way), run, packet.time); });
        return;
    }
    // The message itself tells which half it is: a server may ask, too.
    const Half half = message->response ? Half::Response : Half::Request;
    const uint64_t stream = message->response ? askedBefore(*message, packet) : ask(*message, packet);
    m_into[index(way)] = Into{stream, half};
    packet.forEach([&](base::Bytes run) { m_sink.body(stream, half, run, packet.time); });
    if (message->response)
        answer(stream, *message, packet);
}

void DnsParser::packetRest(Half way, base::Bytes bytes, base::Time time)
{
    if (const auto &into = m_into[index(way)])
        m_sink.body(into->stream, into->half, bytes, time);
    else
        m_sink.raw(direction(way), bytes, time);
}

void DnsParser::packetLost(Half way, uint64_t bytes, base::Time time)
{
    if (const auto &into = m_into[index(way)])
        m_sink.bodyLost(into->stream, into->half, bytes, time);
    else
        m_sink.rawLost(direction(way), bytes, time);
}

void DnsParser::packetEnd(Half way, base::Time time)
{
    if (const auto &into = m_into[index(way)])
        m_sink.messageEnd(into->stream, into->half, time);
    m_into[index(way)].reset();
}

void DnsParser::stray(Half way, base::Bytes bytes, base::Time time) { m_sink.raw(direction(way), bytes, time); }

void DnsParser::strayLost(Half way, uint64_t bytes, base::Time time) { m_sink.rawLost(direction(way), bytes, time); }

void DnsParser::tell(uint64_t stream, const Message &message, const Packet &packet)
{
    std::string verb = operationName(message.operation), text;
    if (!message.questions.empty()) {
        if (message.operation == 0)
            verb = typeName(message.questions[0].type);
        text = message.questions[0].name;
    } else if (!message.records.empty()) {
        verb = typeName(message.records[0].type);
        text = message.records[0].name;
    }
    m_sink.query(stream, {.scheme = "dns", .verb = verb, .text = text, .target = {}, .begin = packet.begin}, packet.time);
}

uint64_t DnsParser::ask(const Message &message, const Packet &packet)
{
    if (m_asked.size() >= m_limits.pipelineMax) {
        m_sink.fault(m_asked.front().stream, Half::Response, Fault::Gap, packet.time);
        m_asked.pop_front();
    }
    const uint64_t stream = m_nextStream++;
    tell(stream, message, packet);
    m_asked.push_back({stream, message.id, message.questions.empty() ? std::nullopt : std::optional(message.questions[0])});
    return stream;
}

// The exchange that the answer belongs to: a new one if the question was not seen.
uint64_t DnsParser::askedBefore(const Message &message, const Packet &packet)
{
    const auto asked = std::find_if(m_asked.begin(), m_asked.end(), [&](const Asked &one) {
        // An error response may omit the question.
        return one.id == message.id && (message.questions.empty() || !one.question || *one.question == message.questions[0]);
    });
    if (asked != m_asked.end()) {
        const uint64_t stream = asked->stream;
        m_asked.erase(asked);
        // If its question is still arriving, the rest of that is not reported.
        for (auto &into : m_into) {
            if (into && into->stream == stream && into->half == Half::Request)
                into.reset();
        }
        return stream;
    }
    const uint64_t stream = m_nextStream++;
    tell(stream, message, packet);
    m_sink.fault(stream, Half::Request, m_unasked, packet.time);
    return stream;
}

// Each record as a row; those of the answer section are counted, and provide names for addresses.
void DnsParser::answer(uint64_t stream, const Message &message, const Packet &packet)
{
    uint64_t count = 0;
    std::string first;
    TextRows rows;
    for (const Record &record : message.records) {
        static constexpr std::array<std::string_view, 3> sections{"answer", "authority", "additional"};
        if (record.section == Section::Answer) {
            ++count;
            if (first.size() < wordsMax)
                first += (first.empty() ? ": " : ", ") + (record.type == 5 ? "→ " + record.data : record.data);
            if (record.address && message.operation == 0 && !message.questions.empty())
                m_sink.addressNamed(*record.address, message.questions[0].name, packet.time);
        }
        if (!rows.wanted())
            continue;
        std::string json = "{\"name\":";
        appendQuoted(json, record.name);
        json += ",\"type\":";
        appendQuoted(json, typeName(record.type));
        json += ",\"ttl\":" + std::to_string(record.ttl) + ",\"data\":";
        appendQuoted(json, record.data);
        json += record.section == Section::Answer ? "" : ",\"section\":\"" + std::string(sections[size_t(record.section)]) + '"';
        json += '}';
        rows.add(m_sink, stream, {.half = Half::Response, .kind = ItemKind::Row, .begin = packet.begin, .end = packet.time, .wireBytes = record.size}, json);
    }
    std::string words = codeName(message.code) + limitedText(first, wordsMax);
    if (message.truncated)
        words += " (truncated)";
    const bool good = message.code == 0;
    m_sink.answer(stream, {.outcome = good ? Outcome::Ok : Outcome::Error, .words = words, .rows = message.whole || count ? std::optional(count) : std::nullopt}, packet.time);
}

std::unique_ptr<Parser> createDatagrams(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<DnsParser>(requestDirection, fromStart, false, limits, sink);
}

std::unique_ptr<Parser> createStream(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<DnsParser>(requestDirection, fromStart, true, limits, sink);
}

Verdict recogniseDatagram(std::span<const std::byte> first, Direction direction, base::Side side, bool)
{
    const auto message = readMessage(first);
    if (!message || !plausible(*message))
        return Verdict::No;
    const bool request = (side == base::Side::Client) == (direction == Direction::Sent);
    return side == base::Side::Unknown || request != message->response ? Verdict::Yes : Verdict::No;
}

Verdict recogniseStream(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    constexpr size_t certainMax = 4096;   // of a message used to recognise a connection
    constexpr size_t headSize = 12;
    ByteReader reader(first);
    const auto length = size_t(reader.big(2));
    if (first.empty() || (first.size() >= 2 && (length <= headSize || length > certainMax)) || first[0] > std::byte(certainMax >> 8))
        return first.empty() ? Verdict::NeedMore : Verdict::No;
    reader.take(2);
    const auto flags = uint16_t(reader.big(2));
    const auto questions = uint16_t(reader.big(2));
    const bool request = (side == base::Side::Client) == (direction == Direction::Sent);
    const bool response = flags & 0x8000;
    if (first.size() >= 8 && (questions > 1 || (flags >> 11 & 15) > 6 || (side != base::Side::Unknown && request == response)))
        return Verdict::No;
    if (first.size() < length + 2)
        return Verdict::NeedMore;
    return recogniseDatagram(first.subspan(2, length), direction, side, fromStart);
}

} // namespace protocols::dns
