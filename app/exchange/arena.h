// SPDX-License-Identifier: GPL-3.0-or-later
// Storage for the store: a byte arena, a string pool. Both grow in blocks, so that nothing is ever copied and little
// is allocated ahead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace exchange {

// Byte runs that never move.
class Arena
{
public:
    // Start of a run: block number in the high bits, offset in the low bits.
    using Place = uint64_t;

    Place add(std::span<const uint8_t> bytes);
    // From `place` to the end of its block's data; a run knows its own length.
    std::span<const uint8_t> from(Place place) const;
    // Each run once. The memory of a block is freed, or used again, once all runs in it are released.
    void release(Place place);
    size_t runs() const { return m_runs; }       // that are not released
    size_t memoryBytes() const { return m_memory; }

private:
    static constexpr size_t blockBytes = 1 << 18;
    struct Block { std::unique_ptr<uint8_t[]> bytes; uint32_t used, capacity, runs; };
    void drop(Block &);

    std::vector<Block> m_blocks;
    size_t m_runs = 0;
    size_t m_memory = 0;
};

// Stores each distinct string once, under a dense number from 0, the empty string.
class StringPool
{
public:
    StringPool();
    uint32_t intern(std::string_view);
    std::string_view get(uint32_t id) const { return m_views[id]; }
    uint32_t size() const { return uint32_t(m_views.size()); }
    size_t memoryBytes() const;

private:
    void grow();

    Arena m_arena;
    std::vector<std::string_view> m_views;
    std::vector<uint32_t> m_slots; // open addressing; 0: free (the empty string has no slot)
};

} // namespace exchange
