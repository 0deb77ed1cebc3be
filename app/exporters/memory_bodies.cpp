// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/memory_bodies.h"

#include <algorithm>
#include <cerrno>

namespace exporters {

namespace {

// Small pieces share blocks of this size.
constexpr size_t blockBytes = 256 * 1024;

} // namespace

std::vector<base::Slice> MemoryBodies::add(std::string bytes)
{
    if (bytes.empty())
        return {};
    if (bytes.size() > UINT32_MAX)
        bytes.resize(UINT32_MAX);
    const base::Slice slice{m_end, uint32_t(bytes.size()), 0};
    m_end += bytes.size();
    if (bytes.size() >= blockBytes / 4) {
        bytes.shrink_to_fit();
        m_blocks.push_back({slice.position, std::move(bytes)});
        return {slice};
    }
    if (m_blocks.empty() || m_blocks.back().bytes.size() + bytes.size() > blockBytes)
        m_blocks.push_back({slice.position, {}});
    m_blocks.back().bytes += bytes;
    return {slice};
}

std::expected<std::vector<std::byte>, int> MemoryBodies::read(std::span<const base::Slice> slices, size_t limit) const
{
    std::vector<std::byte> out;
    for (const base::Slice &slice : slices) {
        const auto after = std::upper_bound(m_blocks.begin(), m_blocks.end(), slice.position,
                                            [](uint64_t position, const Block &block) { return position < block.position; });
        if (after == m_blocks.begin())
            return std::unexpected(EIO);
        const Block &block = *std::prev(after);
        const uint64_t offset = slice.position - block.position;
        if (offset > block.bytes.size() || slice.length > block.bytes.size() - offset)
            return std::unexpected(EIO);
        const auto *begin = reinterpret_cast<const std::byte *>(block.bytes.data() + offset);
        out.insert(out.end(), begin, begin + std::min<size_t>(slice.length, limit - out.size()));
    }
    return out;
}

} // namespace exporters
