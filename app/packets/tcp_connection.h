// SPDX-License-Identifier: GPL-3.0-or-later
// One TCP connection, from the segments of both directions to ordered bytes: segments may overlap, be out of order, repeated or
// missing, and begin in the middle; sequence numbers wrap (RFC 9293, section 3.4).
#pragma once

#include "app/packets/flow_frames.h"
#include "app/packets/packet_losses.h"
#include "app/packets/transport.h"
#include "app/stream/reassembler.h"

#include <deque>
#include <optional>
#include <vector>

namespace packets {

class TcpConnection
{
public:
    // `losses` outlives this.
    TcpConnection(FlowFrames, PacketLosses &losses);
    TcpConnection(const TcpConnection &) = delete;

    // Whether this segment can be the first that is seen of one: those without bytes tell nothing.
    static bool canBegin(const TcpSegment &segment) { return !segment.rst && (segment.syn || segment.length > 0); }
    // Which end of the first one is the client.
    static FlowFrames::Ends endsOf(const TcpSegment &first, const base::Endpoint &source, const base::Endpoint &destination);

    // Tells of the connection itself; take() follows with the same segment.
    void open(const FlowFrames::Ends &, const TcpSegment &first, base::Time);
    // See FlowFrames.
    void own(const PacketOwner &owner, base::Time time) { m_frames.own(owner, time); }
    bool isOwned() const { return m_frames.isOwned(); }
    // False: it belongs to another connection between the same ports; this one has ended.
    bool take(base::Direction, const TcpSegment &, base::Time);
    // Gives up on bytes that the other end has acknowledged a while ago: nobody will send them again.
    void expire(base::Time);
    // Gives up on all holes.
    void end(base::Time);
    // Whether expire() may have something to do.
    bool waits() const { return m_halves[0].holeSince || m_halves[1].holeSince; }
    size_t heldBytes() const { return m_halves[0].order.heldBytes() + m_halves[1].order.heldBytes() + m_aheadBytes; }

private:
    struct Half final : stream::Reassembler::Sink {
        Half(TcpConnection &of, base::Direction which);
        void bytes(base::Bytes, uint64_t position, base::Time) override;
        void gap(uint64_t length, uint64_t position, base::Time) override;
        void begin(uint32_t sequence);
        // Of the byte with this number; negative: before the first.
        int64_t position(uint32_t sequence) const;
        bool isNear(uint32_t sequence) const;
        bool isOver() const { return fin && order.nextOffset() >= *fin; }

        TcpConnection &connection;
        base::Direction direction;
        stream::Reassembler order;
        bool known = false;            // where it begins
        uint32_t first = 0;            // the sequence number of position 0
        uint64_t acknowledged = 0;     // up to this position
        base::Time holeSince = 0;      // since when acknowledged bytes are missing; 0: none are
        std::optional<uint64_t> fin;   // the position where it ends
    };
    // A segment that acknowledges bytes of the other direction which are yet to come: an answer must not overtake its question.
    struct Ahead {
        TcpSegment segment;
        std::vector<std::byte> bytes;
    };
    Half &half(base::Direction direction) { return m_halves[size_t(direction)]; }
    bool isAhead(base::Direction, const TcpSegment &) const;
    bool keepAhead(base::Direction, const TcpSegment &);
    void releaseAhead(bool all);
    // How many bytes the direction has, as far as an acknowledgment of this position tells.
    static uint64_t bytesUntil(const Half &, uint64_t acknowledged);
    void acknowledge(Half &, uint32_t sequence);
    void data(Half &, const TcpSegment &);
    void reset(base::Direction);
    void giveUpAcknowledged(Half &);
    void shakeHands(base::Direction, const TcpSegment &);
    void close(uint16_t error);
    void noteEnds();
    void stray(const Half &, const TcpSegment &);

    FlowFrames m_frames;
    PacketLosses &m_losses;
    wire::TcpState m_state = wire::TcpState::Unknown;   // of the client's socket
    base::Time m_now = 0;
    std::array<Half, 2> m_halves;
    std::deque<Ahead> m_ahead;                          // all of one direction
    base::Direction m_aheadDirection = base::Direction::Sent;
    size_t m_aheadBytes = 0;
};

} // namespace packets
