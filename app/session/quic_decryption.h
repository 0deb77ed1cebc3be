// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the QUIC connections among the datagrams of UDP sockets, and replaces these by what QuicFlow says of each connection. A
// connection is found by its ids, wherever its packets come from; all other datagrams pass as they are.
#pragma once

#include "app/quic/id_index.h"
#include "app/session/live_table.h"
#include "app/session/quic_flow.h"

#include <set>

namespace session {

class QuicDecryption final : QuicFlow::Ids
{
public:
    static constexpr size_t connectionsMax = 8192, socketsMax = 16384;

    explicit QuicDecryption(tls::SecretStore &store)
        : m_store(store)
        , m_sockets(socketsMax)
        , m_connections(connectionsMax)
    {
    }

    // Each of these appends frames to `out`. True: the message is not to be passed on, or not yet.
    bool socket(const wire::Socket &, wire::Bytes &out);
    bool datagram(const wire::DataView &, wire::Bytes &out);
    void secretAdded(const wire::Secret &, wire::Bytes &out);
    void exited(uint32_t pid, int64_t time, wire::Bytes &out);
    // Time has advanced; `last`: everything ends.
    void settle(int64_t now, bool last, wire::Bytes &out);

    size_t connections() const { return m_connections.size(); }

private:
    // A UDP socket and one of its peers, as the probes follow it.
    struct Socket {
        wire::Socket message;
        bool told = false;              // passed on: it carries something else too
        int64_t lastMoved = 0;
        std::array<base::FlowId, 2> recent{};   // the connection of its latest packet, by direction
        std::array<std::vector<std::byte>, 2> partial;   // a datagram that comes in several messages
    };
    struct Live {
        std::unique_ptr<QuicFlow> flow;
        std::set<std::pair<base::Direction, quic::ConnectionId>> ids;
    };
    void issued(base::FlowId, base::Direction, const quic::ConnectionId &) override;
    void retired(base::FlowId, base::Direction, const quic::ConnectionId &) override;

    // A whole datagram. False: none of QUIC's.
    bool take(Socket &, const wire::Data &, std::span<const std::byte>, wire::Bytes &out);
    base::FlowId find(const Socket &, const wire::Data &, std::span<const std::byte>);
    // Takes the first packet off.
    base::FlowId begin(const Socket &, const wire::Data &, std::span<const std::byte> &, wire::Bytes &out);
    static void packets(Live &, base::Direction, std::span<const std::byte>, int64_t time, wire::Bytes &out);
    void end(base::FlowId, int64_t time, wire::Bytes &out);
    void tell(Socket &, wire::Bytes &out);

    tls::SecretStore &m_store;
    LiveTable<base::FlowId, Socket> m_sockets;
    LiveTable<base::FlowId, Live> m_connections;
    quic::IdIndex m_ids;
    base::FlowId m_nextId = firstQuicFlow;
};

} // namespace session
