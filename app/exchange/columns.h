// SPDX-License-Identifier: GPL-3.0-or-later
// Append-only storage for the store: columns, a byte arena, a string pool. All grow in blocks, so that nothing is
// ever copied and little is allocated ahead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace exchange {

// One value per row.
template <typename T>
class Column
{
public:
    void push(T value)
    {
        if (m_size % blockRows == 0)
            m_blocks.push_back(std::make_unique_for_overwrite<T[]>(blockRows));
        m_blocks.back()[m_size++ % blockRows] = value;
    }
    T get(uint32_t row) const { return m_blocks[row / blockRows][row % blockRows]; }
    void set(uint32_t row, T value) { m_blocks[row / blockRows][row % blockRows] = value; }
    uint32_t size() const { return m_size; }
    size_t memoryBytes() const { return m_blocks.size() * blockRows * sizeof(T) + m_blocks.capacity() * sizeof(void *); }

private:
    static constexpr uint32_t blockRows = 4096;
    std::vector<std::unique_ptr<T[]>> m_blocks;
    uint32_t m_size = 0;
};

// Byte runs that never move.
class Arena
{
public:
    // Start of a run: block number in the high bits, offset in the low bits.
    using Place = uint64_t;

    Place add(std::span<const uint8_t> bytes);
    // From `place` to the end of its block's data; a run knows its own length.
    std::span<const uint8_t> from(Place place) const;
    size_t memoryBytes() const { return m_memory; }

private:
    static constexpr size_t blockBytes = 1 << 18;
    struct Block { std::unique_ptr<uint8_t[]> bytes; uint32_t used; uint32_t capacity; };
    std::vector<Block> m_blocks;
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
