// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/flow_tracker.h"

#include "app/packets/link_layer.h"

#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace packets {

using base::Direction;

namespace {

constexpr int tunnelsMax = 4;
// As the probes do: after such a silence between two ends a new flow begins.
constexpr base::Duration datagramsWithin = 60'000'000'000;
constexpr base::Duration expireEvery = 50'000'000;
constexpr uint16_t ephemeralFrom = 1024;

bool isControl(uint8_t protocol)
{
    return protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6 || protocol == IPPROTO_IGMP || protocol == IPPROTO_NONE;
}

base::Endpoint at(base::Endpoint address, uint16_t port)
{
    address.port = port;
    return address;
}

} // namespace

FlowTracker::FlowTracker(wire::Bytes &out, const Limits &limits)
    : m_out(out)
    , m_limits(limits)
{
}

FlowTracker::Key FlowTracker::keyOf(uint8_t protocol, const base::Endpoint &one, const base::Endpoint &other)
{
    using End = std::array<uint8_t, 18>;
    const auto packed = [](const base::Endpoint &end) {
        End bytes{};
        std::ranges::copy(end.bytes, bytes.begin());
        bytes[16] = uint8_t(end.port >> 8);
        bytes[17] = uint8_t(end.port);
        return bytes;
    };
    const auto [lower, higher] = std::minmax({packed(one), packed(other)});
    Key key{protocol, uint8_t(one.family)};
    std::ranges::copy(lower, key.begin() + 2);
    std::ranges::copy(higher, key.begin() + 20);
    return key;
}

Direction FlowTracker::directionFrom(const Flow &flow, const base::Endpoint &source)
{
    return source == flow.client ? Direction::Sent : Direction::Received;
}

void FlowTracker::packet(const Packet &packet)
{
    if (packet.time)
        m_now = packet.time;
    m_way = packet.way, m_sender = packet.sender, m_receiver = packet.receiver;
    if (packet.bytes.size() < packet.length)
        m_losses.add(wire::PacketLoss::Cut, 1, packet.length - packet.bytes.size());
    if (!isKnown(packet.linkType))
        m_losses.add(wire::PacketLoss::LinkType, 1, packet.length);
    else if (const auto begin = ipBeginsAt(packet.linkType, packet.bytes))
        ip(packet.bytes.subspan(*begin), packet.length - *begin, 0);
    expire();
}

void FlowTracker::ip(std::span<const std::byte> bytes, size_t length, int depth)
{
    auto packet = readIp(bytes, length);
    if (!packet) {
        m_losses.add(wire::PacketLoss::Malformed, 1, length);
        return;
    }
    if (!packet->fragment)
        return transport(*packet, depth);
    const auto whole = m_fragments.add(*packet, m_now);
    if (!whole)
        return;
    packet->fragment.reset();
    packet->payload = *whole;
    packet->length = whole->size();
    transport(*packet, depth);
}

void FlowTracker::transport(IpPacket packet, int depth)
{
    switch (packet.protocol) {
    case IPPROTO_TCP: return tcp(packet);
    case IPPROTO_UDP: return udp(packet);
    case IPPROTO_IPIP:   // RFC 2003
    case IPPROTO_IPV6:   // RFC 4213
        if (depth < tunnelsMax) {
            // Fragments inside use the same buffer.
            const std::vector<std::byte> inner(packet.payload.begin(), packet.payload.end());
            return ip(inner, packet.length, depth + 1);
        }
        [[fallthrough]];
    default:
        if (!isControl(packet.protocol))
            m_losses.add(wire::PacketLoss::Protocol, 1, packet.length);
    }
}

FlowTracker::Flow &FlowTracker::use(const Key &key)
{
    auto it = m_flows.find(key);
    if (it == m_flows.end()) {
        makeRoom();
        it = m_flows.try_emplace(key).first;
        it->second.age = m_ages.insert(m_ages.end(), key);
    } else {
        m_ages.splice(m_ages.end(), m_ages, it->second.age);
    }
    it->second.last = m_now;
    return it->second;
}

void FlowTracker::makeRoom()
{
    if (m_flows.size() < std::max<size_t>(m_limits.flows, 1))
        return;
    m_losses.add(wire::PacketLoss::Flows, 1, 0);
    erase(Key(m_ages.front()));
}

void FlowTracker::erase(const Key &key)
{
    const auto it = m_flows.find(key);
    if (it->second.tcp) {
        m_held -= it->second.tcp->heldBytes();
        it->second.tcp->end(m_now);
    }
    m_waiting.erase(key);
    m_ages.erase(it->second.age);
    m_flows.erase(it);
}

bool FlowTracker::isSeenFromServer(const base::Endpoint &client, const base::Endpoint &source) const
{
    return m_way != PacketWay::Unknown && (m_way == PacketWay::Outbound) != (source == client);
}

void FlowTracker::own(Flow &flow, const base::Endpoint &source)
{
    const bool fromClient = source == flow.client;
    const PacketOwner *owner = fromClient != flow.fromServer ? m_sender : m_receiver;
    if (!owner)
        return;
    if (flow.tcp && !flow.tcp->isOwned())
        flow.tcp->own(*owner, m_now);
    if (flow.udp && !flow.udp->isOwned())
        flow.udp->own(*owner, m_now);
}

void FlowTracker::beginTcp(Flow &flow, const base::Endpoint &source, const base::Endpoint &destination, const TcpSegment &segment)
{
    FlowFrames::Ends ends = TcpConnection::endsOf(segment, source, destination);
    flow.client = ends.client;
    flow.fromServer = ends.fromServer = isSeenFromServer(ends.client, source);
    flow.tcp = std::make_unique<TcpConnection>(FlowFrames(m_nextId++, m_out), m_losses);
    flow.tcp->open(ends, segment, m_now);
}

void FlowTracker::tcp(const IpPacket &packet)
{
    const auto segment = readTcp(packet.payload, packet.length);
    if (!segment) {
        m_losses.add(wire::PacketLoss::Malformed, 1, packet.length);
        return;
    }
    const base::Endpoint source = at(packet.source, segment->ports.source), destination = at(packet.destination, segment->ports.destination);
    const Key key = keyOf(IPPROTO_TCP, source, destination);
    if (!m_flows.contains(key) && !TcpConnection::canBegin(*segment))
        return;
    Flow &flow = use(key);
    if (!flow.tcp)
        beginTcp(flow, source, destination, *segment);
    own(flow, source);
    m_held -= flow.tcp->heldBytes();
    if (!flow.tcp->take(directionFrom(flow, source), *segment, m_now)) {
        beginTcp(flow, source, destination, *segment);
        own(flow, source);
        flow.tcp->take(directionFrom(flow, source), *segment, m_now);
    }
    if (m_held + flow.tcp->heldBytes() > m_limits.heldBytes)
        flow.tcp->end(m_now);
    m_held += flow.tcp->heldBytes();
    if (flow.tcp->waits())
        m_waiting.insert(key);
}

void FlowTracker::udp(const IpPacket &packet)
{
    const auto datagram = readUdp(packet.payload, packet.length);
    if (!datagram) {
        m_losses.add(wire::PacketLoss::Malformed, 1, packet.length);
        return;
    }
    const base::Endpoint source = at(packet.source, datagram->ports.source), destination = at(packet.destination, datagram->ports.destination);
    const Key key = keyOf(IPPROTO_UDP, source, destination);
    const auto known = m_flows.find(key);
    const bool begins = known == m_flows.end() || m_now - known->second.last > datagramsWithin;
    Flow &flow = use(key);
    if (begins) {
        // A client's port is none of the well-known ones; else who sends first is taken for the client.
        const bool toServer = source.port >= ephemeralFrom && destination.port < ephemeralFrom;
        const bool toClient = source.port < ephemeralFrom && destination.port >= ephemeralFrom;
        FlowFrames::Ends ends = toClient ? FlowFrames::Ends{destination, source, true} : FlowFrames::Ends{source, destination, toServer};
        flow.client = ends.client;
        flow.fromServer = ends.fromServer = isSeenFromServer(ends.client, source);
        flow.udp = std::make_unique<FlowFrames>(m_nextId++, m_out);
        flow.udp->opened(ends, IPPROTO_UDP, true, wire::TcpState::Unknown, m_now);
    }
    own(flow, source);
    if (datagram->length > 0)
        flow.udp->datagram(directionFrom(flow, source), datagram->payload, datagram->length, m_now);
}

void FlowTracker::expire()
{
    if (m_now - m_expired < expireEvery && m_now >= m_expired)
        return;
    m_expired = m_now;
    std::erase_if(m_waiting, [&](const Key &key) {
        TcpConnection &connection = *m_flows.at(key).tcp;
        m_held -= connection.heldBytes();
        connection.expire(m_now);
        m_held += connection.heldBytes();
        return !connection.waits();
    });
}

void FlowTracker::finish()
{
    for (auto &[key, flow] : m_flows)
        if (flow.tcp)
            flow.tcp->end(m_now);
    m_waiting.clear();
    m_held = 0;
    m_fragments.finish();
    if (m_fragments.incomplete())
        m_losses.add(wire::PacketLoss::Fragments, m_fragments.incomplete(), 0);
    wire::encode(m_losses.message(m_now), m_out);
}

} // namespace packets
