// SPDX-License-Identifier: GPL-3.0-or-later
// Variable-length integers of QUIC and HTTP/3 (RFC 9000, section 16).
#pragma once

#include "app/base/byte_reader.h"

#include <cstdint>
#include <vector>

namespace base {

inline constexpr uint64_t varintMax = (uint64_t(1) << 62) - 1;

// Zero past the end, where the reader is no longer good().
inline uint64_t readVarint(ByteReader &in)
{
    const size_t length = size_t(1) << (in.peek() >> 6);
    const uint64_t value = in.big(length);
    return value & (varintMax >> (64 - 8 * length));
}

inline void writeVarint(uint64_t value, std::vector<std::byte> &out)
{
    const size_t length = value < 0x40 ? 1 : value < 0x4000 ? 2 : value < 0x40000000 ? 4 : 8;
    const uint8_t prefix = length == 1 ? 0 : length == 2 ? 0x40 : length == 4 ? 0x80 : 0xc0;
    for (size_t i = length; i-- > 0;)
        out.push_back(std::byte(uint8_t(value >> (8 * i)) | (i + 1 == length ? prefix : 0)));
}

} // namespace base
