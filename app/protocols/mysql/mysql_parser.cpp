// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mysql/mysql_parser.h"

namespace protocols::mysql {

namespace {
size_t index(Half half) { return half == Half::Request ? 0 : 1; }
} // namespace

MySqlParser::MySqlParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : m_requestDirection(requestDirection)
    , m_limits(limits)
    , m_sink(sink)
    , m_requests(Half::Request, fromStart, limits.headMax, *this)
    , m_replies(Half::Response, fromStart, limits.headMax, *this)
    , m_stage(fromStart ? Stage::Start : Stage::Ready)
{
}

void MySqlParser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    (direction == m_requestDirection ? m_requests : m_replies).bytes(bytes, time);
}

void MySqlParser::gap(Direction direction, uint64_t length, base::Time time)
{
    if (direction != m_requestDirection)
        m_turns.answerBytes();
    (direction == m_requestDirection ? m_requests : m_replies).gap(length, time);
}

void MySqlParser::end(Direction direction, base::Time time)
{
    if (direction == m_requestDirection) {
        m_requests.end(time);
        return;
    }
    m_replies.end(time);
    m_repliesEnded = true;
    giveUpReplies(Fault::CutByClose, time);
}

std::optional<uint64_t> MySqlParser::lengthOf(Half, std::span<const std::byte> bytes)
{
    if (m_stage == Stage::Tunnel)
        return bytes.size();
    return bytes.size() < 4 ? 0 : ByteReader(bytes).little(3) + 4;
}

Verdict MySqlParser::startsAt(Half half, std::span<const std::byte> bytes)
{
    // What the server sends is in step again with a turn, never by its looks.
    return half == Half::Response ? Verdict::No : startsCommand(bytes);
}

void MySqlParser::packet(Half half, const Packet &packet)
{
    if (m_stage == Stage::Tunnel) {
        m_into[index(half)].reset();
        packet.forEach([&](base::Bytes run) { stray(half, run, packet.time); });
        return;
    }
    const bool more = std::exchange(m_goesOn[index(half)], packet.total == uint64_t(longestPacket) + 4);
    if (more) {
        packet.forEach([&](base::Bytes run) { packetRest(half, run, packet.time); });
        return;
    }
    m_into[index(half)].reset();
    const size_t head = std::min<size_t>(4, packet.bytes.size());
    const std::string_view payload(reinterpret_cast<const char *>(packet.bytes.data()) + head, packet.bytes.size() - head);
    if (half == Half::Request)
        requestPacket(packet, payload);
    else
        replyPacket(packet, payload);
}

void MySqlParser::packetRest(Half half, base::Bytes bytes, base::Time time)
{
    if (half == Half::Response)
        m_turns.answerBytes();
    if (m_into[index(half)])
        m_sink.body(*m_into[index(half)], half, bytes, time);
    else
        m_sink.raw(direction(half), bytes, time);
}

void MySqlParser::packetLost(Half half, uint64_t bytes, base::Time time)
{
    if (m_into[index(half)])
        m_sink.bodyLost(*m_into[index(half)], half, bytes, time);
    else
        m_sink.rawLost(direction(half), bytes, time);
}

void MySqlParser::packetEnd(Half half, base::Time time)
{
    if (m_goesOn[index(half)])
        return;
    if (half == Half::Request) {
        requestEnd(time);
    } else if (m_over) {
        m_over = false;
        finish(time);
    }
}

void MySqlParser::stray(Half half, base::Bytes bytes, base::Time time)
{
    if (half == Half::Response)
        m_turns.answerBytes();
    m_sink.raw(direction(half), bytes, time);
}

void MySqlParser::strayLost(Half half, uint64_t bytes, base::Time time) { m_sink.rawLost(direction(half), bytes, time); }

void MySqlParser::outOfStep(Half half, Fault fault, base::Time time)
{
    m_goesOn[index(half)] = false;
    m_local = false;
    if (half == Half::Request) {
        for (Asked &asked : m_asked) {
            if (asked.requestOpen)
                m_sink.fault(asked.stream, Half::Request, fault, time);
            asked.requestOpen = false;
        }
        m_replies.loseStep(time);
    }
    giveUpReplies(half == Half::Response ? fault : Fault::Gap, time);
    m_stage = m_stage == Stage::Tunnel ? m_stage : Stage::Ready;
}

void MySqlParser::giveUpReplies(Fault fault, base::Time time)
{
    m_over = false;
    for (const Asked &asked : m_asked) {
        if (asked.outcome != Outcome::Unknown)
            m_sink.answer(asked.stream, {.outcome = asked.outcome, .words = asked.words, .rows = asked.count}, time);
        m_sink.fault(asked.stream, Half::Response, fault, time);
        // What it still asks is told no more.
        if (asked.requestOpen)
            m_sink.fault(asked.stream, Half::Request, fault, time);
    }
    m_asked.clear();
    m_into[0].reset();
    m_into[1].reset();
    m_endsRequest = false;
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<MySqlParser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::mysql
