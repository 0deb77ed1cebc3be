// SPDX-License-Identifier: GPL-3.0-or-later
// DNS, in datagrams and over TCP: each question and its answer is an exchange. They are matched by ID and by the
// question asked, in any order.
#pragma once

#include "app/protocols/dns/message.h"
#include "app/protocols/packet_reader.h"

#include <deque>
#include <optional>

namespace protocols::dns {

class DnsParser final : public Parser, private PacketReader::Owner
{
public:
    // `stream`: messages have a length prefix (RFC 1035, section 4.2.2); otherwise each piece of bytes is one.
    DnsParser(Direction requestDirection, bool fromStart, bool stream, const Limits &, Sink &);

    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;
    void end(Direction, base::Time) override;

private:
    struct Asked {
        uint64_t stream;
        uint16_t id;
        std::optional<Question> question;
    };

    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void packet(Half, const Packet &) override;
    void packetRest(Half, base::Bytes, base::Time) override;
    void packetLost(Half, uint64_t bytes, base::Time) override;
    void packetEnd(Half, base::Time) override;
    void stray(Half, base::Bytes, base::Time) override;
    void strayLost(Half, uint64_t bytes, base::Time) override;
    void outOfStep(Half, Fault, base::Time) override { m_unasked = Fault::Gap; }

    uint64_t ask(const Message &, const Packet &);
    uint64_t askedBefore(const Message &, const Packet &);
    void answer(uint64_t stream, const Message &, const Packet &);
    void tell(uint64_t stream, const Message &, const Packet &);
    Direction direction(Half half) const
    {
        return (half == Half::Request) == (m_requestDirection == Direction::Sent) ? Direction::Sent : Direction::Received;
    }

    Direction m_requestDirection;
    Limits m_limits;
    Sink &m_sink;
    bool m_stream;
    Fault m_unasked;             // for an answer whose question was not seen
    PacketReader m_requests, m_replies;
    std::deque<Asked> m_asked;   // oldest first
    uint64_t m_nextStream = 0;
    // The exchange and half that the current message belongs to.
    struct Into { uint64_t stream; Half half; };
    std::optional<Into> m_into[2];
};

std::unique_ptr<Parser> createDatagrams(Direction requestDirection, bool fromStart, const Limits &, Sink &);
std::unique_ptr<Parser> createStream(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recogniseDatagram(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
Verdict recogniseStream(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::dns
