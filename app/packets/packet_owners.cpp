// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/packet_owners.h"

#include "app/packets/ip_packet.h"
#include "app/packets/link_layer.h"
#include "app/packets/transport.h"

#include <netinet/in.h>

#include <algorithm>

namespace packets {

namespace {

constexpr base::Duration silence = 60'000'000'000; // after it a new conversation of UDP begins, as for the probes

std::array<uint8_t, 18> packed(const base::Endpoint &address, uint16_t port)
{
    std::array<uint8_t, 18> bytes{};
    std::ranges::copy(address.bytes, bytes.begin());
    bytes[16] = uint8_t(port >> 8);
    bytes[17] = uint8_t(port);
    return bytes;
}

struct Known {
    Ports ports;
    std::optional<uint32_t> begins;   // TCP: the sequence number, if it asks for a connection
};

std::optional<Known> read(const IpPacket &ip)
{
    if (ip.fragment)
        return std::nullopt;
    if (ip.protocol == IPPROTO_UDP)
        return readUdp(ip.payload, ip.length).transform([](const Datagram &datagram) { return Known{datagram.ports, {}}; });
    if (ip.protocol != IPPROTO_TCP)
        return std::nullopt;
    return readTcp(ip.payload, ip.length).transform([](const TcpSegment &segment) {
        return Known{segment.ports, segment.syn && !segment.ack ? std::optional(segment.sequence) : std::nullopt};
    });
}

} // namespace

std::optional<PacketOwners::Place> PacketOwners::place(const Packet &packet)
{
    const auto at = isKnown(packet.linkType) ? ipBeginsAt(packet.linkType, packet.bytes) : std::nullopt;
    const auto ip = at ? readIp(packet.bytes.subspan(*at), packet.length - *at) : std::nullopt;
    const auto known = ip ? read(*ip) : std::nullopt;
    if (!known)
        return std::nullopt;
    const auto source = packed(ip->source, known->ports.source), destination = packed(ip->destination, known->ports.destination);
    const auto [first, second] = std::minmax(source, destination);
    auto [found, begins] = m_live.try_emplace({ip->protocol, first, second});
    Live &live = found->second;
    const bool again = known->begins ? live.begun != known->begins : ip->protocol == IPPROTO_UDP && packet.time - live.last > silence;
    if (begins || again) {
        if (m_pids.size() >= connectionsMax)
            return std::nullopt;
        live.connection = uint32_t(m_pids.size());
        live.begun = known->begins;
        m_pids.push_back({});
        begins = true;
    }
    live.last = packet.time;
    return Place{live.connection, source != first, begins};
}

void PacketOwners::note(const Place &place, wire::PacketEnd end, uint32_t pid)
{
    if (end == wire::PacketEnd::None || pid == 0)
        return;
    const bool sender = end == wire::PacketEnd::Sender;
    m_pids[place.connection][sender == place.fromSecond] = pid;
}

PacketOwners::Pids PacketOwners::of(const Place &place) const
{
    const auto &pids = m_pids[place.connection];
    return {pids[place.fromSecond], pids[!place.fromSecond]};
}

} // namespace packets
