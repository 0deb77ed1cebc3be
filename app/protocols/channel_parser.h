// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the protocols in which both sides publish messages: two readers, one exchange for the channel, and for
// each direction the exchange and the message that the current packet belongs to.
#pragma once

#include "app/protocols/item_contents.h"
#include "app/protocols/packet_reader.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace protocols {

class ChannelParser : public Parser, protected PacketReader::Owner
{
public:
    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;
    void end(Direction, base::Time) override;

protected:
    ChannelParser(std::string_view scheme, Direction requestDirection, bool fromStart, const Limits &, Sink &);

    // PacketReader::Owner; packet() calls begin() first.
    void packetRest(Half, base::Bytes, base::Time) override;
    void packetLost(Half, uint64_t bytes, base::Time) override;
    void packetEnd(Half, base::Time) override;
    void stray(Half, base::Bytes, base::Time) override;
    void strayLost(Half, uint64_t bytes, base::Time) override;
    void outOfStep(Half, Fault, base::Time) override;
    // All packets of a direction were reported, its end follows: report what is pending for its messages.
    virtual void beforeEnd(Half, base::Time) { }

    // Opens a query exchange.
    uint64_t open(std::string_view verb, std::string_view text, const Packet &);
    // Updates what is known of it.
    void tell(uint64_t stream, std::string_view verb, std::string_view text, const Packet &);
    // The exchange of the messages; opened by the first of them, under this name.
    uint64_t channel(const Packet &);
    void setName(std::string_view name) { m_name = name; }
    std::string_view name() const { return m_name; }

    // The packet belongs to this exchange and its bytes are reported there. `half`: of the exchange.
    void belongs(Half from, const Packet &, uint64_t stream, Half half);
    void belongs(Half from, const Packet &packet, uint64_t stream) { belongs(from, packet, stream, from); }
    // The end of the packet ends this half of its exchange.
    void endsHalf(Half from) { way(from).endsHalf = true; }
    // This query's request takes further packets until releaseRequest(), the next holdRequest(), or the client's end.
    void holdRequest(uint64_t stream, base::Time);
    void releaseRequest(base::Time);
    bool holdsRequest() const { return m_held.has_value(); }
    // The packet's contents from `at` on, except the last `behind` bytes, are an item of its exchange, reported at its
    // end.
    void carries(Half from, const Packet &, size_t at, size_t behind, ItemKind, std::string label);
    // An item whose contents we word ourselves.
    void item(Half, uint64_t stream, const Packet &, ItemKind, std::string_view contents, std::string_view label = {}, uint16_t code = 0);

    const Limits m_limits;
    Sink &m_sink;

private:
    struct Way {
        std::optional<uint64_t> into;    // the exchange that the packet belongs to
        Half half = Half::Request;       // of that exchange
        bool endsHalf = false, ended = false;
        // The message in the packet.
        bool carries = false;
        ItemKind kind = ItemKind::Message;
        std::string label = {};
        ItemContents contents = {};
        base::Time begin = 0;
        uint64_t left = 0;               // bytes of it still to come
        uint64_t wireBytes = 0;
    };
    Way &way(Half half) { return m_ways[half == Half::Request ? 0 : 1]; }
    Half half(Direction direction) const { return direction == m_requestDirection ? Half::Request : Half::Response; }
    PacketReader &reader(Direction direction) { return direction == m_requestDirection ? m_client : m_server; }
    void take(Way &, base::Bytes);
    void giveMessage(Half, base::Time);
    Direction direction(Half half) const
    {
        return (half == Half::Request) == (m_requestDirection == Direction::Sent) ? Direction::Sent : Direction::Received;
    }

    const std::string_view m_scheme;
    const Direction m_requestDirection;
    PacketReader m_client, m_server;
    std::array<Way, 2> m_ways;
    std::string m_name;
    uint64_t m_nextStream = 0;
    std::optional<uint64_t> m_channel, m_held;
};

} // namespace protocols
