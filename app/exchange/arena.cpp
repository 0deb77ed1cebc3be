// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/arena.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace exchange {

Arena::Place Arena::add(std::span<const uint8_t> bytes)
{
    if (m_blocks.empty() || m_blocks.back().capacity - m_blocks.back().used < bytes.size()) {
        if (!m_blocks.empty() && m_blocks.back().runs == 0)
            drop(m_blocks.back());
        const size_t capacity = std::max(blockBytes, bytes.size());
        m_blocks.push_back({std::make_unique_for_overwrite<uint8_t[]>(capacity), 0, uint32_t(capacity), 0});
        m_memory += capacity + sizeof(Block);
    }
    Block &block = m_blocks.back();
    const Place place = uint64_t(m_blocks.size() - 1) << 32 | block.used;
    if (!bytes.empty())
        std::memcpy(block.bytes.get() + block.used, bytes.data(), bytes.size());
    block.used += uint32_t(bytes.size());
    ++block.runs;
    ++m_runs;
    return place;
}

void Arena::release(Place place)
{
    Block &block = m_blocks[place >> 32];
    --m_runs;
    if (--block.runs > 0)
        return;
    block.used = 0;
    if (&block != &m_blocks.back())
        drop(block);
}

void Arena::drop(Block &block)
{
    m_memory -= block.capacity;
    block.bytes.reset();
    block.capacity = 0;
}

std::span<const uint8_t> Arena::from(Place place) const
{
    const Block &block = m_blocks[place >> 32];
    const uint32_t offset = uint32_t(place);
    return {block.bytes.get() + offset, block.used - offset};
}

StringPool::StringPool()
    : m_views{std::string_view{}}
    , m_slots(64, 0)
{
}

uint32_t StringPool::intern(std::string_view text)
{
    if (text.empty())
        return 0;
    const size_t mask = m_slots.size() - 1;
    size_t slot = std::hash<std::string_view>{}(text) & mask;
    for (; m_slots[slot]; slot = (slot + 1) & mask) {
        if (m_views[m_slots[slot]] == text)
            return m_slots[slot];
    }
    const auto *bytes = reinterpret_cast<const uint8_t *>(text.data());
    const Arena::Place place = m_arena.add({bytes, text.size()});
    const uint32_t id = size();
    m_views.emplace_back(reinterpret_cast<const char *>(m_arena.from(place).data()), text.size());
    m_slots[slot] = id;
    if (m_views.size() * 2 > m_slots.size())
        grow();
    return id;
}

void StringPool::grow()
{
    std::vector<uint32_t> slots(m_slots.size() * 2, 0);
    const size_t mask = slots.size() - 1;
    for (uint32_t id = 1; id < size(); ++id) {
        size_t slot = std::hash<std::string_view>{}(m_views[id]) & mask;
        while (slots[slot])
            slot = (slot + 1) & mask;
        slots[slot] = id;
    }
    m_slots = std::move(slots);
}

size_t StringPool::memoryBytes() const
{
    return m_arena.memoryBytes() + m_views.capacity() * sizeof(std::string_view) + m_slots.capacity() * sizeof(uint32_t);
}

} // namespace exchange
