// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/link_layer.h"

#include "app/base/byte_reader.h"

namespace packets {

namespace {

// EtherTypes (IEEE 802 Numbers at IANA).
constexpr uint16_t ipv4 = 0x0800, ipv6 = 0x86dd, vlan = 0x8100, serviceVlan = 0x88a8, oldServiceVlan = 0x9100, pppoeSession = 0x8864, mpls = 0x8847;
// Below, the field is a length (IEEE 802.3).
constexpr uint16_t etherTypesFrom = 0x600;
// RFC 1332 and 5072.
constexpr uint16_t pppIpv4 = 0x0021, pppIpv6 = 0x0057;
constexpr int tagsMax = 8;

bool isIp(std::span<const std::byte> bytes)
{
    return !bytes.empty() && (uint8_t(bytes[0]) >> 4 == 4 || uint8_t(bytes[0]) >> 4 == 6);
}

std::optional<size_t> found(std::span<const std::byte> frame, size_t at)
{
    return at < frame.size() && isIp(frame.subspan(at)) ? std::optional(at) : std::nullopt;
}

std::optional<size_t> inPpp(std::span<const std::byte> frame, size_t at)
{
    base::ByteReader reader(frame.subspan(at));
    auto protocol = uint16_t(reader.big(2));
    if (protocol == 0xff03) {   // address and control (RFC 1662)
        protocol = uint16_t(reader.big(2));
        at += 2;
    }
    return protocol == pppIpv4 || protocol == pppIpv6 ? found(frame, at + 2) : std::nullopt;
}

std::optional<size_t> inMpls(std::span<const std::byte> frame, size_t at)
{
    for (int label = 0; label < tagsMax && at + 4 <= frame.size(); ++label, at += 4) {
        const bool last = uint8_t(frame[at + 2]) & 1;
        if (last)
            return found(frame, at + 4);
    }
    return std::nullopt;
}

// `at`: behind the EtherType.
std::optional<size_t> inEtherType(uint16_t type, std::span<const std::byte> frame, size_t at)
{
    for (int tags = 0; tags < tagsMax && at <= frame.size(); ++tags) {
        switch (type) {
        case ipv4:
        case ipv6: return found(frame, at);
        case mpls: return inMpls(frame, at);
        case pppoeSession: return at + 6 <= frame.size() ? inPpp(frame, at + 6) : std::nullopt;
        case vlan:
        case serviceVlan:
        case oldServiceVlan: {
            base::ByteReader tag(frame.subspan(at));
            tag.big(2);
            type = uint16_t(tag.big(2));
            at += 4;
            break;
        }
        default: {
            // 802.2 with SNAP (IEEE 802-2014, 9.2.4).
            base::ByteReader llc(frame.subspan(at));
            if (type >= etherTypesFrom || llc.big(3) != 0xaaaa03 || llc.big(3) != 0)
                return std::nullopt;
            type = uint16_t(llc.big(2));
            at += 8;
            if (type < etherTypesFrom)
                return std::nullopt;
        }
        }
    }
    return std::nullopt;
}

std::optional<size_t> behindType(std::span<const std::byte> frame, size_t typeAt, size_t headSize)
{
    if (frame.size() < headSize)
        return std::nullopt;
    return inEtherType(uint16_t(base::ByteReader(frame.subspan(typeAt)).big(2)), frame, headSize);
}

} // namespace

bool isKnown(LinkType type)
{
    switch (type) {
    case LinkType::Null:
    case LinkType::Ethernet:
    case LinkType::Ppp:
    case LinkType::RawOpenBsd:
    case LinkType::RawBsd:
    case LinkType::PppHdlc:
    case LinkType::Raw:
    case LinkType::Loop:
    case LinkType::LinuxCooked:
    case LinkType::Ipv4:
    case LinkType::Ipv6:
    case LinkType::LinuxCooked2: return true;
    }
    return false;
}

std::optional<size_t> ipBeginsAt(LinkType type, std::span<const std::byte> frame)
{
    switch (type) {
    case LinkType::Ethernet: return behindType(frame, 12, 14);
    case LinkType::LinuxCooked: return behindType(frame, 14, 16);
    case LinkType::LinuxCooked2: return behindType(frame, 0, 20);
    case LinkType::Ppp:
    case LinkType::PppHdlc: return inPpp(frame, 0);
    case LinkType::Null:
    case LinkType::Loop: return found(frame, 4);   // behind an address family, whose number depends on the system
    case LinkType::RawOpenBsd:
    case LinkType::RawBsd:
    case LinkType::Raw:
    case LinkType::Ipv4:
    case LinkType::Ipv6: return found(frame, 0);
    }
    return std::nullopt;
}

} // namespace packets
