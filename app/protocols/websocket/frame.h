// SPDX-License-Identifier: GPL-3.0-or-later
// The header of a WebSocket frame, RFC 6455 section 5.2.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

namespace protocols::websocket {

enum class Opcode : uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

inline constexpr size_t frameHeadMax = 14;
inline constexpr size_t controlMax = 125;      // payload of a control frame, section 5.5

struct FrameHead {
    Opcode opcode = Opcode::Continuation;
    bool final = true;
    uint8_t reserved = 0;                      // RSV1 to RSV3 as bits 4, 2, 1
    bool masked = false;
    std::array<std::byte, 4> mask {};
    uint64_t length = 0;                       // of the payload
    uint8_t size = 0;                          // of the header itself

    bool control() const { return uint8_t(opcode) >= 8; }
};

enum class FrameProblem : uint8_t { NeedMore, Opcode, Length, Control };

// `first` begins with a frame. NeedMore: frameHeadSize(first) bytes are needed.
std::expected<FrameHead, FrameProblem> readFrameHead(std::span<const std::byte> first);
// Size of the header as far as its first two bytes tell; 2 before that.
size_t frameHeadSize(std::span<const std::byte> first);

// Section 5.3; `at`: how many payload bytes came before.
void unmask(std::span<const std::byte> payload, const std::array<std::byte, 4> &mask, uint64_t at, std::byte *out);

// How certain it is that whole frames fill `piece` from its first to its last byte: the number of bits that would
// otherwise have to match by chance; 0 if they do not fill it. `masked`: as all frames of that direction are.
unsigned framesFill(std::span<const std::byte> piece, bool masked);

} // namespace protocols::websocket
