// SPDX-License-Identifier: GPL-3.0-or-later
// The headers of TCP (RFC 9293, section 3.1) and UDP (RFC 768).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace packets {

struct Ports {
    uint16_t source = 0, destination = 0;
};

struct TcpSegment {
    Ports ports;
    uint32_t sequence = 0, acknowledgment = 0;
    bool syn = false, ack = false, fin = false, rst = false;
    std::span<const std::byte> payload;   // as captured
    size_t length = 0;                    // of the payload on the wire
};

struct Datagram {
    Ports ports;
    std::span<const std::byte> payload;   // as captured
    size_t length = 0;                    // of the payload on the wire
};

// From the payload of an IP packet, and its length on the wire. None: malformed, or cut within the header.
std::optional<TcpSegment> readTcp(std::span<const std::byte> bytes, size_t length);
std::optional<Datagram> readUdp(std::span<const std::byte> bytes, size_t length);

} // namespace packets
