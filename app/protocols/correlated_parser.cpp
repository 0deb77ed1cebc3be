// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/correlated_parser.h"

#include <set>
#include <utility>

namespace protocols {

CorrelatedParser::CorrelatedParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : m_requestDirection(requestDirection)
    , m_limits(limits)
    , m_sink(sink)
    , m_requests(Half::Request, fromStart, limits.headMax, *this)
    , m_replies(Half::Response, fromStart, limits.headMax, *this)
{
}

void CorrelatedParser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    (direction == m_requestDirection ? m_requests : m_replies).bytes(bytes, time);
}

void CorrelatedParser::gap(Direction direction, uint64_t length, base::Time time)
{
    (direction == m_requestDirection ? m_requests : m_replies).gap(length, time);
}

void CorrelatedParser::end(Direction direction, base::Time time)
{
    if (direction == m_requestDirection) {
        m_requests.end(time);
        return;
    }
    m_replies.end(time);
    m_repliesEnded = true;
    giveUp(time);
}

// In request order, so that the same bytes always produce the same events.
void CorrelatedParser::giveUp(base::Time time)
{
    std::set<uint64_t> streams;
    for (const auto &[number, asked] : std::exchange(m_asked, {}))
        streams.insert(asked.stream);
    for (const uint64_t stream : streams)
        m_sink.fault(stream, Half::Response, !m_repliesEnded || stream < m_gapBefore ? Fault::Gap : Fault::CutByClose, time);
}

uint64_t CorrelatedParser::ask(uint64_t number, Asked asked, const Query &query, bool answered, const Packet &packet)
{
    asked.stream = m_nextStream++;
    const uint64_t stream = asked.stream;
    m_sink.query(stream, query, packet.time);
    m_into[0] = stream;
    m_unanswered = !answered;
    if (answered && m_repliesEnded)
        m_sink.fault(stream, Half::Response, Fault::CutByClose, packet.time);
    if (!answered || m_repliesEnded)
        return stream;
    if (m_asked.size() >= m_limits.pipelineMax)
        giveUp(packet.time);
    // A number reused before its answer: the earlier request's answer never came.
    if (const auto earlier = m_asked.find(number); earlier != m_asked.end()) {
        m_sink.fault(earlier->second.stream, Half::Response, Fault::Gap, packet.time);
        m_asked.erase(earlier);
    }
    m_asked.emplace(number, asked);
    return stream;
}

const CorrelatedParser::Asked *CorrelatedParser::answer(uint64_t number)
{
    const auto found = m_asked.find(number);
    if (found == m_asked.end())
        return nullptr;
    m_current = found->second;
    m_asked.erase(found);
    m_into[1] = m_current.stream;
    return &m_current;
}

void CorrelatedParser::answerContinues(uint64_t next)
{
    if (!m_into[1] || m_asked.size() >= m_limits.pipelineMax || m_asked.contains(next))
        return;
    m_replyContinues = true;
    m_asked.emplace(next, m_current);
}

void CorrelatedParser::packet(Half half, const Packet &packet)
{
    m_into[size_t(half)].reset();
    if (half == Half::Request) {
        m_unanswered = false;
        request(packet);
    } else {
        m_replyContinues = false;
        reply(packet);
    }
    packet.forEach([&](base::Bytes run) { packetRest(half, run, packet.time); });
}

void CorrelatedParser::packetRest(Half half, base::Bytes bytes, base::Time time)
{
    if (const auto stream = m_into[size_t(half)])
        m_sink.body(*stream, half, bytes, time);
    else
        m_sink.raw(direction(half), bytes, time);
}

void CorrelatedParser::packetLost(Half half, uint64_t bytes, base::Time time)
{
    if (const auto stream = m_into[size_t(half)])
        m_sink.bodyLost(*stream, half, bytes, time);
    else
        m_sink.rawLost(direction(half), bytes, time);
}

void CorrelatedParser::packetEnd(Half half, base::Time time)
{
    const auto stream = std::exchange(m_into[size_t(half)], std::nullopt);
    if (!stream)
        return;
    if (half == Half::Request) {
        m_sink.messageEnd(*stream, Half::Request, time);
        if (m_unanswered)
            m_sink.messageEnd(*stream, Half::Response, time);
    } else if (!m_replyContinues) {
        m_sink.messageEnd(*stream, Half::Response, time);
    }
}

void CorrelatedParser::stray(Half half, base::Bytes bytes, base::Time time) { m_sink.raw(direction(half), bytes, time); }

void CorrelatedParser::strayLost(Half half, uint64_t bytes, base::Time time) { m_sink.rawLost(direction(half), bytes, time); }

// Later answers still carry their request's number; those still expected may have been in the missing bytes.
void CorrelatedParser::outOfStep(Half half, Fault, base::Time)
{
    if (half == Half::Response)
        m_gapBefore = m_nextStream;
}

} // namespace protocols
