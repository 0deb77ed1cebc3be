// SPDX-License-Identifier: GPL-3.0-or-later
// Tells of one flow in the frames that the probes at sockets would send. Seen from the client, unless only the server is on this
// machine: what that end sends is Sent.
#pragma once

#include "app/base/address.h"
#include "app/base/ids.h"
#include "app/base/time.h"
#include "app/packets/packet.h"
#include "privhelper/wire/writer.h"

#include <array>
#include <span>
#include <vector>

namespace packets {

class FlowFrames
{
public:
    struct Ends {
        base::Endpoint client, server;
        bool sure = false;          // which is which
        bool fromServer = false;    // seen from the server
    };

    // `out` gets the frames and outlives this.
    FlowFrames(base::FlowId id, wire::Bytes &out)
        : m_id(id)
        , m_out(&out)
    {
    }

    // Directions below are the client's, wherever it is seen from.
    // Before all others. `protocol`: IPPROTO_TCP or IPPROTO_UDP.
    void opened(const Ends &, uint8_t protocol, bool fromStart, wire::TcpState, base::Time);
    // The process at the end that the flow is seen from, known now; tells of the flow again.
    void own(const PacketOwner &, base::Time);
    bool isOwned() const { return m_socket.pid != 0; }
    // States are the client's.
    void state(wire::TcpState from, wire::TcpState to, uint16_t error, base::Time);
    // The next bytes of a direction. TLS is marked as such from its first record on, for somebody with its secrets to open.
    void bytes(base::Direction, std::span<const std::byte>, base::Time);
    // Bytes of a direction that were not captured.
    void missing(base::Direction, uint64_t length, base::Time);
    // `length`: on the wire; what is beyond the bytes was not captured.
    void datagram(base::Direction, std::span<const std::byte>, size_t length, base::Time);
    // No more bytes of a direction: tells of those that were held back.
    void flush(base::Direction, base::Time);

private:
    enum class Content : uint8_t { New, Plain, Joined, Tls };
    struct Half {
        uint64_t offset = 0;
        std::vector<std::byte> head;    // too few to tell whether a TLS record begins
    };
    bool isUndecided(std::span<const std::byte>) const;
    void look(std::span<const std::byte>);
    void put(base::Direction, std::span<const std::byte>, base::Time);
    wire::Data head(base::Direction, base::Time) const;
    Half &half(base::Direction direction) { return m_halves[size_t(direction)]; }

    wire::TcpState seen(wire::TcpState) const;
    base::Direction seen(base::Direction) const;

    base::FlowId m_id;
    wire::Bytes *m_out;
    wire::Socket m_socket;
    bool m_fromServer = false;
    std::array<Half, 2> m_halves{};
    Content m_content = Content::New;
    bool m_fromStart = false;
};

} // namespace packets
