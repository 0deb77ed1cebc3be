// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/tcp_connection.h"

#include <netinet/in.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <utility>

namespace packets {

using base::Direction;
using wire::TcpState;

namespace {

// A capture may have an acknowledgment before what it acknowledges, if two processors wrote it.
constexpr base::Duration lateBy = 100'000'000;
// Further away from the next byte than any window reaches in practice: another connection.
constexpr int64_t farAway = int64_t(1) << 28;
// A window's worth of small segments. Only acknowledgments end a wait, not time: a segment may be sent again after minutes.
constexpr size_t aheadMax = 64, aheadBytesMax = 1 << 20;
constexpr stream::Limits limits{.heldBytesMax = 8 << 20, .heldPiecesMax = 16'384, .holdMax = std::numeric_limits<base::Duration>::max()};

Direction opposite(Direction direction)
{
    return direction == Direction::Sent ? Direction::Received : Direction::Sent;
}

} // namespace

TcpConnection::Half::Half(TcpConnection &of, Direction which)
    : connection(of)
    , direction(which)
    , order(limits)
{
}

void TcpConnection::Half::bytes(base::Bytes bytes, uint64_t, base::Time)
{
    connection.m_frames.bytes(direction, bytes.data, connection.m_now);
}

void TcpConnection::Half::gap(uint64_t length, uint64_t, base::Time)
{
    connection.m_losses.add(wire::PacketLoss::Segments, 1, length);
    connection.m_frames.missing(direction, length, connection.m_now);
}

void TcpConnection::Half::begin(uint32_t sequence)
{
    known = true;
    first = sequence;
    order.startAt(0);
}

int64_t TcpConnection::Half::position(uint32_t sequence) const
{
    const uint64_t next = order.nextOffset();
    return int64_t(next) + int32_t(sequence - (first + uint32_t(next)));
}

bool TcpConnection::Half::isNear(uint32_t sequence) const
{
    const int64_t away = position(sequence) - int64_t(order.nextOffset());
    return away < farAway && away > -farAway;
}

TcpConnection::TcpConnection(FlowFrames frames, PacketLosses &losses)
    : m_frames(std::move(frames))
    , m_losses(losses)
    , m_halves{Half(*this, Direction::Received), Half(*this, Direction::Sent)}
{
}

// Without a handshake the server is at the lower port.
FlowFrames::Ends TcpConnection::endsOf(const TcpSegment &first, const base::Endpoint &source, const base::Endpoint &destination)
{
    const bool fromClient = first.syn ? !first.ack : source.port >= destination.port;
    return fromClient ? FlowFrames::Ends{source, destination, first.syn} : FlowFrames::Ends{destination, source, first.syn};
}

void TcpConnection::open(const FlowFrames::Ends &ends, const TcpSegment &first, base::Time time)
{
    m_state = first.syn && !first.ack ? TcpState::SynSent : TcpState::Established;
    m_frames.opened(ends, IPPROTO_TCP, first.syn, m_state, time);
    if (m_state == TcpState::SynSent)
        m_frames.state(TcpState::Close, m_state, 0, time);
}

bool TcpConnection::take(Direction direction, const TcpSegment &segment, base::Time time)
{
    m_now = std::max(m_now, time);
    Half &from = half(direction), &to = half(opposite(direction));
    if (segment.rst) {
        if (m_state != TcpState::Close && (!from.known || from.isNear(segment.sequence)))
            reset(direction);
        return true;
    }
    const bool another = segment.syn ? from.known && segment.sequence + 1 != from.first : from.known && !from.isNear(segment.sequence);
    if (another && !canBegin(segment))
        return true;
    if (another) {
        end(time);
        return false;
    }
    if (m_state == TcpState::Close) {
        stray(from, segment);
        return true;
    }
    if (segment.syn && !from.known)
        from.begin(segment.sequence + 1);
    if (segment.ack) {
        // Its SYN was not captured.
        if (!to.known && m_state == TcpState::SynSent && direction == Direction::Sent)
            to.begin(segment.acknowledgment);
        if (to.known)
            acknowledge(to, segment.acknowledgment);
    }
    shakeHands(direction, segment);
    if (!keepAhead(direction, segment))
        data(from, segment);
    releaseAhead(false);
    giveUpAcknowledged(from);
    giveUpAcknowledged(to);
    releaseAhead(false);
    noteEnds();
    return true;
}

void TcpConnection::shakeHands(Direction direction, const TcpSegment &segment)
{
    if (m_state != TcpState::SynSent || !segment.ack || (direction == Direction::Sent && !half(Direction::Received).known))
        return;
    m_frames.state(std::exchange(m_state, TcpState::Established), TcpState::Established, 0, m_now);
}

void TcpConnection::acknowledge(Half &to, uint32_t sequence)
{
    if (!to.isNear(sequence))
        return;
    const int64_t position = to.position(sequence);
    to.acknowledged = std::max(to.acknowledged, uint64_t(std::max<int64_t>(position, 0)));
}

bool TcpConnection::isAhead(Direction direction, const TcpSegment &segment) const
{
    const Half &to = m_halves[size_t(opposite(direction))];
    if (!segment.ack || !to.known || !to.isNear(segment.acknowledgment))
        return false;
    const int64_t position = to.position(segment.acknowledgment);
    return position > 0 && bytesUntil(to, uint64_t(position)) > to.order.nextOffset();
}

bool TcpConnection::keepAhead(Direction direction, const TcpSegment &segment)
{
    // What comes from the other end may be what those that are kept wait for.
    if ((!m_ahead.empty() && m_aheadDirection != direction) || (segment.length == 0 && !segment.fin) || !isAhead(direction, segment)
        || m_ahead.size() >= aheadMax || m_aheadBytes + segment.payload.size() > aheadBytesMax)
        return false;
    m_aheadDirection = direction;
    m_aheadBytes += segment.payload.size();
    m_ahead.push_back({segment, {segment.payload.begin(), segment.payload.end()}});
    return true;
}

void TcpConnection::releaseAhead(bool all)
{
    while (!m_ahead.empty() && (all || !isAhead(m_aheadDirection, m_ahead.front().segment))) {
        Ahead ahead = std::move(m_ahead.front());
        m_ahead.pop_front();
        m_aheadBytes -= ahead.bytes.size();
        ahead.segment.payload = ahead.bytes;
        data(half(m_aheadDirection), ahead.segment);
    }
}

void TcpConnection::data(Half &from, const TcpSegment &segment)
{
    if (segment.length == 0 && !segment.fin)
        return;
    const uint32_t sequence = segment.sequence + (segment.syn ? 1 : 0);
    if (!from.known)
        from.begin(sequence);
    const int64_t position = from.position(sequence);
    const int64_t end = position + int64_t(segment.length);
    if (segment.fin && end >= 0)
        from.fin = std::min(from.fin.value_or(uint64_t(end)), uint64_t(end));
    const size_t before = size_t(std::clamp<int64_t>(-position, 0, int64_t(segment.payload.size())));
    const auto bytes = segment.payload.subspan(before);
    if (!bytes.empty())
        from.order.add(uint64_t(position + int64_t(before)), {bytes, 0}, m_now, from);
}

// An acknowledgment of all bytes and one more may be that of a FIN which was not captured.
uint64_t TcpConnection::bytesUntil(const Half &half, uint64_t acknowledged)
{
    const uint64_t next = half.order.nextOffset();
    const bool mayBeFin = acknowledged == next + 1 && !half.order.holds();
    return mayBeFin ? next : std::min(acknowledged, half.fin.value_or(acknowledged));
}

void TcpConnection::giveUpAcknowledged(Half &half)
{
    const uint64_t until = bytesUntil(half, half.acknowledged);
    if (!half.known || until <= half.order.nextOffset()) {
        half.holeSince = 0;
        return;
    }
    if (!half.holeSince)
        half.holeSince = std::max<base::Time>(m_now, 1);
    if (m_now - half.holeSince < lateBy)
        return;
    half.holeSince = 0;
    half.order.advanceTo(until, m_now, half);
}

void TcpConnection::expire(base::Time now)
{
    m_now = std::max(m_now, now);
    for (Half &one : m_halves)
        giveUpAcknowledged(one);
    releaseAhead(false);
    noteEnds();
}

void TcpConnection::reset(Direction direction)
{
    const bool connecting = m_state == TcpState::SynSent;
    end(m_now);
    close(connecting && direction == Direction::Received ? ECONNREFUSED : direction == Direction::Received ? ECONNRESET : 0);
}

void TcpConnection::end(base::Time time)
{
    m_now = std::max(m_now, time);
    // First the direction that those which are kept wait for.
    for (const Direction direction : {opposite(m_aheadDirection), m_aheadDirection}) {
        Half &one = half(direction);
        one.order.expire(m_now, true, one);
        if (const uint64_t until = bytesUntil(one, one.acknowledged); one.known && until > one.order.nextOffset())
            one.order.advanceTo(until, m_now, one);
        m_frames.flush(direction, m_now);
        one.holeSince = 0;
        releaseAhead(true);
    }
    noteEnds();
}

void TcpConnection::noteEnds()
{
    if (m_state == TcpState::Close)
        return;
    const bool client = half(Direction::Sent).isOver(), server = half(Direction::Received).isOver();
    if (client && server) {
        // After the other's, its own end waits for nothing but an acknowledgment.
        if (m_state == TcpState::Established)
            m_state = TcpState::TimeWait;
        else if (m_state == TcpState::CloseWait)
            m_state = TcpState::LastAck;
        for (const Direction direction : {Direction::Sent, Direction::Received})
            m_frames.flush(direction, m_now);
        close(0);
    } else if (m_state == TcpState::Established && (client || server)) {
        m_frames.state(std::exchange(m_state, client ? TcpState::FinWait2 : TcpState::CloseWait), client ? TcpState::FinWait2 : TcpState::CloseWait, 0, m_now);
    }
}

void TcpConnection::close(uint16_t error)
{
    if (m_state == TcpState::Close)
        return;
    m_frames.state(std::exchange(m_state, TcpState::Close), TcpState::Close, error, m_now);
}

// Segments are often sent again after the end; what is new in them belongs to nobody.
void TcpConnection::stray(const Half &from, const TcpSegment &segment)
{
    if (segment.length == 0 || !from.known)
        return;
    const int64_t fresh = from.position(segment.sequence) + int64_t(segment.length) - int64_t(from.order.nextOffset());
    if (fresh > 0)
        m_losses.add(wire::PacketLoss::Stray, 1, uint64_t(std::min<int64_t>(fresh, int64_t(segment.length))));
}

} // namespace packets
