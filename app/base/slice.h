// SPDX-License-Identifier: GPL-3.0-or-later
// A run of bytes in a file rather than in memory.
#pragma once

#include <cstdint>
#include <span>
#include <cstddef>

namespace base {

// Bytes of the capture file, or of the derived file, which holds those that the capture does not contain as such
// (header fields from HPACK, joined message fragments).
struct Slice {
    static constexpr uint64_t derivedBit = uint64_t(1) << 63;
    static constexpr uint64_t lostBit = uint64_t(1) << 62;
    uint64_t position = 0; // file offset; with derivedBit: in the derived file; with lostBit too: nowhere
    uint32_t length = 0;
    uint32_t reserved = 0;

    bool derived() const { return position & derivedBit; }
    // Derived bytes that could not be written: a gap of this length.
    bool lost() const { return position & lostBit; }
    uint64_t fileOffset() const { return position & ~derivedBit; }
};

// Captured bytes in memory, with the position of the first one in the capture file.
struct Bytes {
    std::span<const std::byte> data;
    uint64_t filePosition = 0;

    Bytes sub(size_t from, size_t count = std::dynamic_extent) const
    {
        return {data.subspan(from, count), filePosition + from};
    }
    Slice slice() const { return {filePosition, uint32_t(data.size()), 0}; }
};

} // namespace base
