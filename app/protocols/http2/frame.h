// SPDX-License-Identifier: GPL-3.0-or-later
// The nine-byte header of every HTTP/2 frame (RFC 9113 section 4.1), and what it reveals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace protocols::http2 {

enum class FrameType : uint8_t {
    Data = 0, Headers = 1, Priority = 2, RstStream = 3, Settings = 4, PushPromise = 5, Ping = 6, GoAway = 7,
    WindowUpdate = 8, Continuation = 9,
};

inline constexpr uint8_t flagEndStream = 0x1;  // DATA, HEADERS
inline constexpr uint8_t flagAck = 0x1;        // SETTINGS, PING
inline constexpr uint8_t flagEndHeaders = 0x4;
inline constexpr uint8_t flagPadded = 0x8;
inline constexpr uint8_t flagPriority = 0x20;

inline constexpr size_t frameHeaderSize = 9;
inline constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"; // section 3.4

struct FrameHeader {
    uint32_t length = 0;
    FrameType type = FrameType::Data;
    uint8_t flags = 0;
    uint32_t stream = 0; // reserved bit cleared

    bool has(uint8_t flag) const { return flags & flag; }
};

// `bytes`: at least nine.
FrameHeader readFrameHeader(std::span<const std::byte> bytes);

// False: no peer that conforms to sections 4 and 6 sends this, so the reader is out of step. Unknown types are
// possible (section 4.1).
bool isPossible(const FrameHeader &);

inline uint32_t read32(std::span<const std::byte> bytes)
{
    return uint32_t(bytes[0]) << 24 | uint32_t(bytes[1]) << 16 | uint32_t(bytes[2]) << 8 | uint32_t(bytes[3]);
}

// "CANCEL" (section 7); empty for an unknown code.
std::string_view errorName(uint32_t code);

} // namespace protocols::http2
