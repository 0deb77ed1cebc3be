// SPDX-License-Identifier: GPL-3.0-or-later
// The packets of a datagram, as far as they can be told apart without keys: RFC 8999, RFC 9000, section 17, RFC 9369, section 3.
#pragma once

#include "app/quic/connection_id.h"

#include <cstdint>
#include <optional>
#include <span>

namespace quic {

enum class Version : uint32_t { Negotiation = 0, V1 = 1, V2 = 0x6b3343cf };

inline bool isKnown(Version version) { return version == Version::V1 || version == Version::V2; }

enum class PacketType : uint8_t { Initial, ZeroRtt, Handshake, Retry, OneRtt };

struct Packet {
    PacketType type = PacketType::OneRtt;
    Version version = Version::V1;              // of a long header
    ConnectionId destination, source;           // source: of a long header
    std::span<const std::byte> bytes;           // the whole packet, protected
    size_t numberAt = 0;                        // where the packet number begins; Retry: where the token does
};

// Whether a datagram may begin a connection: a client's Initial of a known version, as long as it must be (RFC 9000, section 14.1).
bool mayBeginConnection(std::span<const std::byte> datagram);
// Whether it begins with a long header of any version.
inline bool hasLongHeader(std::span<const std::byte> datagram) { return !datagram.empty() && (datagram[0] & std::byte(0x80)) != std::byte(0); }
// The destination of a long header of any version; none: it is cut, or too long for version 1.
std::optional<ConnectionId> longDestination(std::span<const std::byte> datagram);

// Takes the first packet with a long header off the front of `datagram`. Nothing: no packet of a known version begins
// here (Version Negotiation among them), and the rest of the datagram cannot be told apart.
std::optional<Packet> takeLong(std::span<const std::byte> &datagram);
// A short header extends to the end of the datagram. Nothing: there is no room for its id.
std::optional<Packet> shortPacket(std::span<const std::byte> bytes, const ConnectionId &destination);

} // namespace quic
