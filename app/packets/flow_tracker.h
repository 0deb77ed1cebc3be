// SPDX-License-Identifier: GPL-3.0-or-later
// From packets to the frames of their flows: link layer, IP, fragments, then TCP connections and UDP's flows.
#pragma once

#include "app/packets/ip_fragments.h"
#include "app/packets/packet.h"
#include "app/packets/tcp_connection.h"

#include <list>
#include <map>
#include <memory>
#include <set>

namespace packets {

class FlowTracker
{
public:
    struct Limits {
        size_t flows = size_t(1) << 16;            // at a time; beyond them the one that was silent for longest ends
        size_t heldBytes = size_t(256) << 20;      // early bytes, of all connections
    };

    // `out` gets the frames and outlives this.
    explicit FlowTracker(wire::Bytes &out)
        : FlowTracker(out, Limits())
    {
    }
    FlowTracker(wire::Bytes &out, const Limits &);

    void packet(const Packet &);
    // The capturing program lost this many.
    void dropped(uint64_t packets) { m_losses.add(wire::PacketLoss::Dropped, packets, 0); }
    // No more packets: gives up on what is missing, and tells of all losses.
    void finish();
    size_t size() const { return m_flows.size(); }

private:
    // Protocol, family, the two ends in order.
    using Key = std::array<uint8_t, 38>;
    struct Flow {
        std::unique_ptr<TcpConnection> tcp;
        std::unique_ptr<FlowFrames> udp;
        base::Endpoint client;
        bool fromServer = false;
        base::Time last = 0;
        std::list<Key>::iterator age;
    };
    static Key keyOf(uint8_t protocol, const base::Endpoint &, const base::Endpoint &);
    void ip(std::span<const std::byte>, size_t length, int depth);
    void transport(IpPacket, int depth);
    void tcp(const IpPacket &);
    void udp(const IpPacket &);
    void beginTcp(Flow &, const base::Endpoint &source, const base::Endpoint &destination, const TcpSegment &);
    // Which end is on this machine, as far as the packet at hand tells.
    bool isSeenFromServer(const base::Endpoint &client, const base::Endpoint &source) const;
    // Whose it is, likewise.
    void own(Flow &, const base::Endpoint &source);
    Flow &use(const Key &);
    void makeRoom();
    void erase(const Key &);
    void expire();
    static base::Direction directionFrom(const Flow &, const base::Endpoint &source);

    wire::Bytes &m_out;
    Limits m_limits;
    PacketLosses m_losses;
    IpFragments m_fragments;
    std::map<Key, Flow> m_flows;
    std::list<Key> m_ages;           // silent for longest first
    std::set<Key> m_waiting;         // connections with holes
    size_t m_held = 0;               // bytes
    base::FlowId m_nextId = 1;
    base::Time m_now = 0;            // of the packet at hand
    PacketWay m_way = PacketWay::Unknown;
    const PacketOwner *m_sender = nullptr, *m_receiver = nullptr;
    base::Time m_expired = 0;
};

} // namespace packets
