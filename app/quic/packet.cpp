// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/packet.h"

#include "app/base/varint.h"

namespace quic {

namespace {

constexpr size_t initialDatagramMin = 1200;
constexpr size_t retryTagSize = 16;

ConnectionId takeId(base::ByteReader &in)
{
    const size_t length = in.byte();
    return ConnectionId(std::as_bytes(std::span(in.take(length))));
}

// RFC 9369, section 3.2, moves the types by one.
PacketType typeOf(uint8_t first, Version version)
{
    const unsigned bits = (first >> 4 & 3) + (version == Version::V2 ? 3 : 0);
    constexpr PacketType types[] = {PacketType::Initial, PacketType::ZeroRtt, PacketType::Handshake, PacketType::Retry};
    return types[bits & 3];
}

// Lengths beyond those of version 1 may be valid in others, which are not read.
bool idsFit(std::span<const std::byte> datagram)
{
    if (datagram.size() < 6 || !hasLongHeader(datagram))
        return false;
    const size_t destination = size_t(datagram[5]);
    if (destination > ConnectionId::sizeMax || datagram.size() < 7 + destination)
        return false;
    const size_t source = size_t(datagram[6 + destination]);
    return source <= ConnectionId::sizeMax && datagram.size() >= 7 + destination + source;
}

} // namespace

std::optional<ConnectionId> longDestination(std::span<const std::byte> datagram)
{
    if (!idsFit(datagram))
        return std::nullopt;
    return ConnectionId(datagram.subspan(6, size_t(datagram[5])));
}

bool mayBeginConnection(std::span<const std::byte> datagram)
{
    constexpr size_t firstIdMin = 8;   // RFC 9000, section 7.2
    // Later packets may have it cleared (RFC 9287).
    constexpr std::byte fixedBit{0x40};
    if (datagram.size() < initialDatagramMin || (datagram[0] & fixedBit) == std::byte(0))
        return false;
    const auto packet = takeLong(datagram);
    return packet && packet->type == PacketType::Initial && packet->destination.size() >= firstIdMin;
}

std::optional<Packet> takeLong(std::span<const std::byte> &datagram)
{
    if (!idsFit(datagram))
        return std::nullopt;
    base::ByteReader in(datagram);
    Packet packet;
    const uint8_t first = in.byte();
    packet.version = Version(in.big(4));
    packet.destination = takeId(in);
    packet.source = takeId(in);
    if (!isKnown(packet.version))
        return std::nullopt;
    packet.type = typeOf(first, packet.version);
    if (packet.type == PacketType::Retry) {
        if (in.left() < retryTagSize)
            return std::nullopt;
        packet.numberAt = in.at();
        packet.bytes = datagram;
        datagram = {};
        return packet;
    }
    if (packet.type == PacketType::Initial)
        in.take(size_t(std::min<uint64_t>(base::readVarint(in), datagram.size())));   // the token
    const uint64_t length = base::readVarint(in);
    if (!in.good() || length > in.left())
        return std::nullopt;
    packet.numberAt = in.at();
    packet.bytes = datagram.first(in.at() + size_t(length));
    datagram = datagram.subspan(packet.bytes.size());
    return packet;
}

std::optional<Packet> shortPacket(std::span<const std::byte> bytes, const ConnectionId &destination)
{
    if (bytes.empty() || hasLongHeader(bytes) || !destination.begins(bytes.subspan(1)))
        return std::nullopt;
    Packet packet;
    packet.destination = destination;
    packet.bytes = bytes;
    packet.numberAt = 1 + destination.size();
    return packet;
}

} // namespace quic
