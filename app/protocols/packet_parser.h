// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the protocols in which a client asks in packets and a server answers in order: two readers, the exchange
// that the current packet belongs to, and whether answers can still be matched to requests.
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

    // Whether the exchange in m_into still takes the rest of a long packet.
    virtual bool takesInto(Half half) const { return m_into[index(half)].has_value(); }
    // Reports the packet's bytes to the exchange in m_into.
    void tellBytes(Half, const Packet &);
    // A request begins; `open`: others are still waiting; `tooMany`: more than are kept.
    void asks(bool open, bool tooMany, base::Time);
    // False: no answer can be matched to this new request with certainty, which is reported.
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
    // The exchange of the current packet in each direction; nullopt: none.
    std::optional<uint64_t> m_into[2];
};

} // namespace protocols
