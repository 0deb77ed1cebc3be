// SPDX-License-Identifier: GPL-3.0-or-later
// What the protocols have in common in which a client asks in packets and a server answers in their order: two
// readers, what the packet being read belongs to, and whether an answer can still be told from another.
#pragma once

#include "app/protocols/packet_reader.h"
#include "app/protocols/turns.h"

#include <optional>

namespace protocols {

class PacketParser : public Parser, protected PacketReader::Owner
{
public:
    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;

protected:
    PacketParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

    // PacketReader::Owner
    void packetRest(Half, base::Bytes, base::Time) override;
    void packetLost(Half, uint64_t bytes, base::Time) override;
    void stray(Half, base::Bytes, base::Time) override;
    void strayLost(Half, uint64_t bytes, base::Time) override;

    // Whether what m_into says still takes the rest of a long packet.
    virtual bool takesInto(Half half) const { return m_into[index(half)].has_value(); }
    // The packet's bytes, to where m_into says.
    void tellBytes(Half, const Packet &);
    // A request begins; `open`: others wait for their answers; `tooMany`: more than are kept.
    void asks(bool open, bool tooMany, base::Time);
    // False: no answer to this new request will be certain, which is told.
    bool answerToCome(uint64_t stream, base::Time);

    static size_t index(Half half) { return half == Half::Request ? 0 : 1; }
    Direction direction(Half half) const
    {
        return (half == Half::Request) == (m_requestDirection == Direction::Sent) ? Direction::Sent : Direction::Received;
    }

    Direction m_requestDirection;
    Limits m_limits;
    Sink &m_sink;
    PacketReader m_requests, m_replies;
    Turns m_turns;
    uint64_t m_nextStream = 0;
    bool m_repliesEnded = false;
    // What the packet being read in each direction belongs to; nothing: no exchange.
    std::optional<uint64_t> m_into[2];
};

} // namespace protocols
