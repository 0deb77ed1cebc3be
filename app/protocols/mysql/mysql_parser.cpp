// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mysql/mysql_parser.h"

namespace protocols::mysql {

MySqlParser::MySqlParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : PacketParser(requestDirection, fromStart, limits, sink)
    , m_stage(fromStart ? Stage::Start : Stage::Ready)
{
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
    // The server's direction gets back in step with a turn, never by its content.
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
        tellBytes(half, packet);
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
        // Later parts of its request are no longer reported.
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
