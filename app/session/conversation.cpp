// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/conversation.h"

#include "app/session/words.h"

namespace session {

Conversation::Conversation(exchange::Builder &builder, base::ConnectionId connection, bool fromStart)
    : m_seat(builder, connection, fromStart)
    , m_fromStart(fromStart)
    , m_ways{Way(*this, base::Direction::Received), Way(*this, base::Direction::Sent)}
{
}

void Conversation::Way::bytes(base::Bytes bytes, uint64_t, base::Time time)
{
    conversation.m_seat.bytes(direction, bytes, time);
}

void Conversation::Way::gap(uint64_t length, uint64_t, base::Time time)
{
    conversation.m_seat.gap(direction, length, time);
}

void Conversation::take(const wire::Data &data, base::Bytes bytes, base::Time time)
{
    constexpr uint8_t flagCut = 1, flagFault = 2;   // enum flow_data_flags
    if (m_ended)
        return;
    const auto direction = base::Direction(data.direction);
    if (!bytes.data.empty()) {
        Way &way = m_ways[size_t(direction)];
        if (!way.order.started())
            way.order.startAt(m_fromStart ? 0 : data.offset);
        way.order.add(data.offset, bytes, time, way);
    }
    if (data.flags & (flagCut | flagFault))
        advanceTo(direction, data.offset + missingTo(data), time);
}

void Conversation::advanceTo(base::Direction direction, uint64_t offset, base::Time time)
{
    Way &way = m_ways[size_t(direction)];
    if (m_ended || (!way.order.started() && !m_fromStart))
        return;
    if (!way.order.started())
        way.order.startAt(0);
    way.order.advanceTo(offset, time, way);
}

void Conversation::expire(base::Time now)
{
    if (m_ended)
        return;
    for (Way &way : m_ways)
        way.order.expire(now, false, way);
    m_seat.rest(now);
}

void Conversation::end(base::Time time, bool captureEnds)
{
    if (m_ended)
        return;
    for (Way &way : m_ways)
        way.order.expire(time, true, way);
    m_ended = true;
    m_seat.end(time, captureEnds);
}

} // namespace session
