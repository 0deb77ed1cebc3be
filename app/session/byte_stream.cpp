// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/byte_stream.h"

#include "app/session/words.h"

namespace session {

ByteStream::ByteStream(exchange::Builder &builder, base::ConnectionId connection, bool fromStart)
    : m_slot(builder, connection, fromStart)
    , m_fromStart(fromStart)
    , m_directions{DirectionStream(*this, base::Direction::Received), DirectionStream(*this, base::Direction::Sent)}
{
}

void ByteStream::DirectionStream::bytes(base::Bytes bytes, uint64_t, base::Time time)
{
    owner.m_slot.bytes(direction, bytes, time);
}

void ByteStream::DirectionStream::gap(uint64_t length, uint64_t, base::Time time)
{
    owner.m_slot.gap(direction, length, time);
}

void ByteStream::take(const wire::Data &data, base::Bytes bytes, base::Time time)
{
    if (m_ended)
        return;
    const auto direction = base::Direction(data.direction);
    if (!bytes.data.empty()) {
        DirectionStream &stream = m_directions[size_t(direction)];
        if (!stream.order.started())
            stream.order.startAt(m_fromStart ? 0 : data.offset);
        stream.order.add(data.offset, bytes, time, stream);
    }
    if (data.has(wire::DataFlag::Cut) || data.has(wire::DataFlag::Fault))
        advanceTo(direction, data.offset + missingTo(data), time);
}

void ByteStream::advanceTo(base::Direction direction, uint64_t offset, base::Time time)
{
    DirectionStream &stream = m_directions[size_t(direction)];
    if (m_ended || (!stream.order.started() && !m_fromStart))
        return;
    if (!stream.order.started())
        stream.order.startAt(0);
    stream.order.advanceTo(offset, time, stream);
}

void ByteStream::expire(base::Time now)
{
    if (m_ended)
        return;
    for (DirectionStream &stream : m_directions)
        stream.order.expire(now, false, stream);
    m_slot.rest(now);
}

bool ByteStream::waits() const
{
    return !m_ended && (m_slot.waits() || m_directions[0].order.holds() || m_directions[1].order.holds());
}

void ByteStream::becameTls(base::Time time)
{
    m_ended = m_ended || m_slot.becameTls(time);
}

void ByteStream::end(base::Time time, bool captureEnds)
{
    if (m_ended)
        return;
    for (DirectionStream &stream : m_directions)
        stream.order.expire(time, true, stream);
    m_ended = true;
    m_slot.end(time, captureEnds);
}

} // namespace session
