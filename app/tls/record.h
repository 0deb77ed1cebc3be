// SPDX-License-Identifier: GPL-3.0-or-later
// The record layer's framing (RFC 8446, section 5; RFC 5246, section 6.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tls {

enum class ContentType : uint8_t { ChangeCipherSpec = 20, Alert = 21, Handshake = 22, ApplicationData = 23, Heartbeat = 24 };

inline constexpr size_t recordHeadSize = 5;
inline constexpr size_t recordBodyMax = 16384 + 2048;   // RFC 5246; RFC 8446 allows less

// A whole record; the bytes are those of whoever delivers it.
struct Record {
    std::span<const std::byte> bytes;   // head and body

    ContentType type() const { return ContentType(bytes[0]); }
    std::span<const std::byte> head() const { return bytes.first(recordHeadSize); }
    std::span<const std::byte> body() const { return bytes.subspan(recordHeadSize); }
};

// Bytes of the stream between a record and the previous one.
struct Missing {
    uint64_t bytes = 0;
    bool captured = false;   // they are there, but are no records
};

// `head`: at least five bytes.
inline size_t bodyLength(std::span<const std::byte> head) { return size_t(head[3]) << 8 | size_t(head[4]); }

// Whether these five bytes can begin a record.
inline bool isPlausibleHead(std::span<const std::byte> head)
{
    const auto type = uint8_t(head[0]);
    const size_t length = bodyLength(head);
    return type >= 20 && type <= 24 && head[1] == std::byte(3) && head[2] <= std::byte(4) && length > 0 && length <= recordBodyMax;
}

} // namespace tls
