// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/packet_parser.h"

namespace protocols {

PacketParser::PacketParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : m_requestDirection(requestDirection)
    , m_limits(limits)
    , m_sink(sink)
    , m_requests(Half::Request, fromStart, limits.headMax, *this)
    , m_replies(Half::Response, fromStart, limits.headMax, *this)
{
}

void PacketParser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    (direction == m_requestDirection ? m_requests : m_replies).bytes(bytes, time);
}

void PacketParser::gap(Direction direction, uint64_t length, base::Time time)
{
    if (direction != m_requestDirection)
        m_turns.answerBytes();
    (direction == m_requestDirection ? m_requests : m_replies).gap(length, time);
}

void PacketParser::packetRest(Half half, base::Bytes bytes, base::Time time)
{
    if (half == Half::Response)
        m_turns.answerBytes();
    if (takesInto(half))
        m_sink.body(*m_into[index(half)], half, bytes, time);
    else
        m_sink.raw(direction(half), bytes, time);
}

void PacketParser::packetLost(Half half, uint64_t bytes, base::Time time)
{
    if (takesInto(half))
        m_sink.bodyLost(*m_into[index(half)], half, bytes, time);
    else
        m_sink.rawLost(direction(half), bytes, time);
}

void PacketParser::stray(Half half, base::Bytes bytes, base::Time time)
{
    if (half == Half::Response)
        m_turns.answerBytes();
    m_sink.raw(direction(half), bytes, time);
}

void PacketParser::strayLost(Half half, uint64_t bytes, base::Time time) { m_sink.rawLost(direction(half), bytes, time); }

void PacketParser::tellBytes(Half half, const Packet &packet)
{
    if (half == Half::Response)
        m_turns.answerBytes();
    packet.forEach([&](base::Bytes run) {
        if (m_into[index(half)])
            m_sink.body(*m_into[index(half)], half, run, packet.time);
        else
            m_sink.raw(direction(half), run, packet.time);
    });
}

void PacketParser::asks(bool open, bool tooMany, base::Time time)
{
    const bool turn = m_turns.request(open);
    if (turn && !m_replies.inStep() && !m_turns.overlap())
        m_replies.align(time);
    if (tooMany)
        m_replies.loseStep(time);
}

bool PacketParser::answerToCome(uint64_t stream, base::Time time)
{
    if (m_replies.inStep() && !m_repliesEnded)
        return true;
    m_sink.fault(stream, Half::Response, m_repliesEnded ? Fault::CutByClose : Fault::Gap, time);
    return false;
}

} // namespace protocols
