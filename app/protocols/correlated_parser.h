// SPDX-License-Identifier: GPL-3.0-or-later
// Base of the parsers whose responses carry the number of their request: length-prefixed packets in both directions,
// answered in any order. A gap therefore costs only the packets it touches.
#pragma once

#include "app/protocols/packet_reader.h"

#include <optional>
#include <unordered_map>

namespace protocols {

class CorrelatedParser : public Parser, protected PacketReader::Owner
{
public:
    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;
    void end(Direction, base::Time) override;

protected:
    // A request waiting for its response. `kind` and `version` are the protocol's own, for decoding the response.
    struct Asked {
        uint64_t stream = 0;
        uint32_t kind = 0;
        uint32_t version = 0;
    };

    CorrelatedParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

    // The whole packet, or the first bytes of a long one. Calls ask(), answer() or neither.
    virtual void request(const Packet &) = 0;
    virtual void reply(const Packet &) = 0;

    // Opens an exchange for the request packet and returns its stream.
    uint64_t ask(uint64_t number, Asked, const Query &, bool answered, const Packet &);
    // The request that the reply packet answers; null if it was not captured. Valid until the next packet.
    const Asked *answer(uint64_t number);
    // This reply is not the last: another one follows, which names `next`. Invalidates what answer() returned.
    void answerContinues(uint64_t next);
    bool waits(uint64_t number) const { return m_asked.contains(number); }
    Sink &sink() { return m_sink; }
    // Of the current reply packet; only after answer() found its request.
    uint64_t replyStream() const { return *m_into[1]; }

    Direction direction(Half half) const
    {
        return (half == Half::Request) == (m_requestDirection == Direction::Sent) ? Direction::Sent : Direction::Received;
    }

private:
    void packet(Half, const Packet &) override;
    void packetRest(Half, base::Bytes, base::Time) override;
    void packetLost(Half, uint64_t bytes, base::Time) override;
    void packetEnd(Half, base::Time) override;
    void stray(Half, base::Bytes, base::Time) override;
    void strayLost(Half, uint64_t bytes, base::Time) override;
    void outOfStep(Half, Fault, base::Time) override;
    void giveUp(base::Time);

    Direction m_requestDirection;
    Limits m_limits;
    Sink &m_sink;
    PacketReader m_requests, m_replies;
    uint64_t m_nextStream = 0;
    bool m_repliesEnded = false;
    std::unordered_map<uint64_t, Asked> m_asked;   // by number; at most Limits::pipelineMax
    // For the current packet in each direction: the exchange it belongs to, and what ends with it.
    std::optional<uint64_t> m_into[2];
    bool m_unanswered = false;
    bool m_replyContinues = false;
    uint64_t m_gapBefore = 0;   // responses to earlier streams may have been lost
    Asked m_current;
};

} // namespace protocols
