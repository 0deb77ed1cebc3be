// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/postgres/postgres_parser.h"

#include "app/protocols/byte_reader.h"
#include "app/protocols/sql_text.h"

#include <algorithm>

namespace protocols::postgres {

namespace {
constexpr uint64_t messageMax = uint64_t(1) << 30;   // PQ_LARGE_MESSAGE_LIMIT
constexpr const char *scheme = "postgresql";
} // namespace

PostgresParser::PostgresParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : PacketParser(requestDirection, fromStart, limits, sink)
    , m_stage(fromStart ? Stage::Start : Stage::Ready)
{
}

void PostgresParser::end(Direction direction, base::Time time)
{
    if (direction == m_requestDirection) {
        m_requests.end(time);
        if (m_open && !m_copy && m_into[0] != m_open)
            closeUnit(time);
        return;
    }
    m_replies.end(time);
    m_repliesEnded = true;
    if (m_told)
        m_sink.messageEnd(*m_told, Half::Response, time);
    m_told.reset();
    if (m_stage == Stage::Cancel && !m_expected.empty()) {
        // The server answers a cancel request by closing the connection.
        finish(m_expected.front().stream, time);
        m_expected.clear();
    }
    giveUpReplies(Fault::CutByClose, time);
}

PostgresParser::Unit *PostgresParser::unit(uint64_t stream)
{
    const auto it = m_units.find(stream);
    return it == m_units.end() ? nullptr : &it->second;
}

std::optional<uint64_t> PostgresParser::lengthOf(Half half, std::span<const std::byte> bytes)
{
    const char type = char(bytes[0]);
    if (m_stage == Stage::Tunnel)
        return bytes.size();
    if (half == Half::Response && m_stage == Stage::Encryption && type != 'E')
        return type == 'S' || type == 'N' || type == 'G' ? std::optional<uint64_t>(1) : std::nullopt;
    const bool typed = half == Half::Response || (m_stage != Stage::Start && m_stage != Stage::Encryption);
    if (typed && !(half == Half::Request ? isFrontendType(type) : isBackendType(type)))
        return std::nullopt;
    if (bytes.size() < size_t(typed) + 4)
        return 0;
    const uint64_t length = ByteReader(bytes.subspan(typed)).big(4);
    if (length < 4 || length > messageMax || (!typed && length < 8))
        return std::nullopt;
    return length + typed;
}

Verdict PostgresParser::startsAt(Half half, std::span<const std::byte> bytes)
{
    // The server's direction gets back in step with a turn, never by its content.
    if (half == Half::Response)
        return Verdict::No;
    return m_stage == Stage::Start ? startsConnection(bytes) : startsFrontend(bytes);
}

void PostgresParser::packet(Half half, const Packet &packet)
{
    m_into[index(half)].reset();
    if (m_stage == Stage::Tunnel) {
        packet.forEach([&](base::Bytes run) { stray(half, run, packet.time); });
        return;
    }
    if (half == Half::Request)
        requestPacket(packet);
    else
        replyPacket(packet);
}

// The exchange of a long packet may be given up or answered while the rest is still to come.
bool PostgresParser::takesInto(Half half) const
{
    const std::optional<uint64_t> stream = m_into[index(half)];
    if (!stream || (half == Half::Response && stream == m_told))
        return stream.has_value();
    const auto open = m_units.find(*stream);
    return open != m_units.end() && (half == Half::Request ? open->second.requestOpen : open->second.responseOpen);
}

void PostgresParser::packetEnd(Half half, base::Time time)
{
    if (m_stage == Stage::Tunnel)
        return;
    if (half == Half::Request)
        requestEnd(time);
    else
        replyEnd(time);
    m_into[index(half)].reset();
}

void PostgresParser::outOfStep(Half half, Fault fault, base::Time time)
{
    if (half == Half::Request && m_open) {
        const uint64_t stream = *m_open;
        m_open.reset();
        m_copy.reset();
        if (Unit *open = unit(stream); open && open->requestOpen) {
            open->requestOpen = false;
            m_sink.fault(stream, Half::Request, fault, time);
            if (!open->responseOpen)
                m_units.erase(stream);
        }
    }
    m_skipping = false;
    if (half == Half::Request)
        m_replies.loseStep(time);
    giveUpReplies(half == Half::Response ? fault : Fault::Gap, time);
}

// No pending answer is certain any more.
void PostgresParser::giveUpReplies(Fault fault, base::Time time)
{
    m_expected.clear();
    m_into[1].reset();
    for (auto it = m_units.begin(); it != m_units.end();) {
        Unit &left = it->second;
        if (left.responseOpen) {
            left.responseOpen = false;
            if (left.outcome != Outcome::Unknown || !left.words.empty() || left.rows.size() > 0)
                m_sink.answer(it->first, {.outcome = left.outcome, .words = left.words, .rows = {}}, time);
            m_sink.fault(it->first, Half::Response, fault, time);
        }
        it = left.requestOpen ? std::next(it) : m_units.erase(it);
    }
}

void PostgresParser::tell(uint64_t stream, const Unit &unit, base::Time begin, base::Time time)
{
    m_sink.query(stream, {.scheme = scheme, .verb = unit.verb, .text = unit.text, .target = m_database, .begin = begin}, time);
}

uint64_t PostgresParser::openUnit(std::string verb, std::string text, const Packet &packet)
{
    asks(!m_expected.empty(), std::max(m_expected.size(), m_units.size()) >= m_limits.pipelineMax, packet.time);
    const uint64_t stream = m_nextStream++;
    Unit &made = m_units[stream];
    made.verb = std::move(verb);
    made.text = std::move(text);
    tell(stream, made, packet.begin, packet.time);
    made.responseOpen = answerToCome(stream, packet.time);
    m_open = stream;
    return stream;
}

void PostgresParser::owe(What what, std::shared_ptr<Statement> statement)
{
    const Unit *open = m_open ? unit(*m_open) : nullptr;
    if (!open || !open->responseOpen || (m_skipping && what != What::Sync))
        return;
    m_expected.push_back({what, *m_open, std::move(statement)});
}

void PostgresParser::endRequest(uint64_t stream, base::Time time)
{
    Unit *closed = unit(stream);
    if (!closed || !closed->requestOpen)
        return;
    closed->requestOpen = false;
    m_sink.messageEnd(stream, Half::Request, time);
    if (!closed->responseOpen)
        m_units.erase(stream);
}

// No more messages belong to the open unit.
void PostgresParser::closeUnit(base::Time time)
{
    if (!m_open)
        return;
    const uint64_t stream = *m_open;
    m_open.reset();
    Unit *closed = unit(stream);
    if (!closed)
        return;
    const base::Time last = closed->lastRequest ? closed->lastRequest : time;
    if (closed->responseOpen && m_skipping && closed->outcome == Outcome::Unknown)
        skip(*closed);
    endRequest(stream, last);
    finishIfOver(stream, time);
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<PostgresParser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::postgres
