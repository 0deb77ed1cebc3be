// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/ip_packet.h"

#include "app/base/byte_reader.h"

#include <netinet/in.h>

#include <algorithm>

namespace packets {

namespace {

constexpr size_t headSize4 = 20, headSize6 = 40;
constexpr uint8_t mobility = 135, hip = 139, shim6 = 140;   // IANA, IPv6 Extension Header Types
constexpr int extensionsMax = 16;

template<size_t N> base::Endpoint endpoint(base::Family family, std::span<const std::byte> bytes, size_t at)
{
    base::Endpoint result;
    result.family = family;
    for (size_t i = 0; i < N; ++i)
        result.bytes[i] = uint8_t(bytes[at + i]);
    return result;
}

// Padding of the link layer is not part of it; what the capture has cut is.
void payload(IpPacket &packet, std::span<const std::byte> bytes, size_t at, size_t total)
{
    packet.length = total - at;
    packet.payload = bytes.subspan(at, std::min(bytes.size(), total) - at);
}

std::optional<IpPacket> readIp4(std::span<const std::byte> bytes, size_t length)
{
    if (bytes.size() < headSize4)
        return std::nullopt;
    base::ByteReader reader(bytes);
    const size_t head = size_t(reader.byte() & 15) * 4;
    reader.byte();
    auto total = size_t(reader.big(2));
    const auto id = uint32_t(reader.big(2));
    const auto place = uint32_t(reader.big(2));
    reader.byte();
    IpPacket packet;
    packet.protocol = reader.byte();
    if (total == 0)
        total = length;
    if (head < headSize4 || head > bytes.size() || total < head)
        return std::nullopt;
    packet.source = endpoint<4>(base::Family::V4, bytes, 12);
    packet.destination = endpoint<4>(base::Family::V4, bytes, 16);
    const uint32_t offset = (place & 0x1fff) * 8;
    const bool more = place & 0x2000;
    if (offset || more)
        packet.fragment = IpPacket::Fragment{id, offset, more};
    payload(packet, bytes, head, total);
    return packet;
}

std::optional<IpPacket> readIp6(std::span<const std::byte> bytes, size_t length)
{
    if (bytes.size() < headSize6)
        return std::nullopt;
    base::ByteReader reader(bytes);
    reader.take(4);
    size_t total = size_t(reader.big(2)) + headSize6;
    if (total == headSize6)
        total = length;   // a jumbogram (RFC 2675)
    IpPacket packet;
    packet.protocol = reader.byte();
    packet.source = endpoint<16>(base::Family::V6, bytes, 8);
    packet.destination = endpoint<16>(base::Family::V6, bytes, 24);
    size_t at = headSize6;
    for (int extension = 0; extension < extensionsMax; ++extension) {
        base::ByteReader next(bytes.subspan(at));
        switch (packet.protocol) {
        case IPPROTO_HOPOPTS:
        case IPPROTO_ROUTING:
        case IPPROTO_DSTOPTS:
        case mobility:
        case hip:
        case shim6:
            packet.protocol = next.byte();
            at += (size_t(next.byte()) + 1) * 8;
            break;
        case IPPROTO_AH:   // RFC 4302
            packet.protocol = next.byte();
            at += (size_t(next.byte()) + 2) * 4;
            break;
        case IPPROTO_FRAGMENT: {
            packet.protocol = next.byte();
            next.byte();
            const auto place = uint32_t(next.big(2));
            const auto id = uint32_t(next.big(4));
            at += 8;
            // A whole packet may have this header (RFC 6946).
            if (place & 0xfff9)
                packet.fragment = IpPacket::Fragment{id, place & 0xfff8, (place & 1) != 0};
            break;
        }
        default:
            if (at > total)
                return std::nullopt;
            payload(packet, bytes, at, total);
            return packet;
        }
        if (!next.good() || at > bytes.size())
            return std::nullopt;
        // Only the first fragment has what follows.
        if (packet.fragment) {
            if (at > total)
                return std::nullopt;
            payload(packet, bytes, at, total);
            return packet;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<IpPacket> readIp(std::span<const std::byte> bytes, size_t length)
{
    if (bytes.empty())
        return std::nullopt;
    switch (uint8_t(bytes[0]) >> 4) {
    case 4: return readIp4(bytes, length);
    case 6: return readIp6(bytes, length);
    default: return std::nullopt;
    }
}

} // namespace packets
