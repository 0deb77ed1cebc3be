// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/carried_slot.h"

namespace session {

using base::Direction;
using protocols::Half;

namespace {
// Longer than any packet: the current one is over, and the next one is searched for.
constexpr uint64_t unknownLength = uint64_t(1) << 40;
}

CarriedSlot::CarriedSlot(const protocols::ProtocolInfo &protocol, const exchange::ConnectionSink &channel)
    : m_channel(channel)
    , m_requests(channel.halfOf(Direction::Sent) == Half::Request ? Direction::Sent : Direction::Received)
    , m_exchanges(exchange::ConnectionSink::carriedBy(channel, protocol.id))
    , m_parser(protocol.openings[0].create(m_requests, true, protocols::Limits{}, m_exchanges))
{
}

void CarriedSlot::bytes(Half half, base::Bytes bytes, base::Time time)
{
    m_exchanges.follow(m_channel);
    m_parser->bytes(directionOf(half), bytes, time);
}

void CarriedSlot::lost(Half half, uint64_t bytes, base::Time time)
{
    m_exchanges.follow(m_channel);
    m_parser->gap(directionOf(half), bytes ? bytes : unknownLength, time);
}

void CarriedSlot::end(Half half, base::Time time)
{
    m_exchanges.follow(m_channel);
    m_parser->end(directionOf(half), time);
}

void CarriedSlot::finish(base::Time time)
{
    end(Half::Response, time);
    end(Half::Request, time);
    m_exchanges.finish(time);
}

} // namespace session
