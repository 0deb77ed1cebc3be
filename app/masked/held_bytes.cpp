// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masked/held_bytes.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace masked {

namespace {

constexpr size_t blockBytes = 256 * 1024;

} // namespace

void HeldBytes::wipe(Block &block)
{
    explicit_bzero(block.bytes.data(), block.bytes.size());
}

HeldBytes::~HeldBytes()
{
    for (Bytes *bytes : {&m_captured, &m_derived})
        for (Block &block : bytes->blocks)
            wipe(block);
}

uint64_t HeldBytes::Bytes::add(std::span<const std::byte> bytes)
{
    if (blocks.empty() || blocks.back().bytes.size() + bytes.size() > blocks.back().bytes.capacity()) {
        blocks.push_back({end, {}});
        blocks.back().bytes.reserve(std::max(blockBytes, bytes.size()));
        held += blocks.back().bytes.capacity();
    }
    auto &to = blocks.back().bytes;
    to.insert(to.end(), bytes.begin(), bytes.end());
    return std::exchange(end, end + bytes.size());
}

bool HeldBytes::Bytes::read(uint64_t position, size_t length, std::vector<std::byte> &out) const
{
    auto block = std::upper_bound(blocks.begin(), blocks.end(), position, [](uint64_t at, const Block &each) { return at < each.position; });
    if (block == blocks.begin())
        return length == 0;
    for (--block; length > 0; ++block) {
        if (block == blocks.end() || position < block->position || position - block->position >= block->bytes.size())
            return false;
        const auto from = size_t(position - block->position);
        const size_t count = std::min(length, block->bytes.size() - from);
        out.insert(out.end(), block->bytes.begin() + std::ptrdiff_t(from), block->bytes.begin() + std::ptrdiff_t(from + count));
        position += count;
        length -= count;
    }
    return true;
}

// `kept`: ranges in order.
void HeldBytes::Bytes::release(const std::vector<std::pair<uint64_t, uint64_t>> &kept, uint64_t limit)
{
    const uint64_t newest = std::min(limit, end > newestKept ? end - newestKept : 0);
    size_t next = 0;
    uint64_t left = held;
    std::erase_if(blocks, [&](Block &block) {
        const uint64_t after = block.position + block.bytes.size();
        if ((after > newest && left <= heldMax) || after == end)
            return false;
        while (next < kept.size() && kept[next].second <= block.position)
            ++next;
        const bool needed = next < kept.size() && kept[next].first < after;
        if (needed && left <= heldMax)
            return false;
        left -= block.bytes.capacity();
        wipe(block);
        return true;
    });
    held = left;
}

uint64_t HeldBytes::hold(std::span<const std::byte> bytes)
{
    return m_captured.add(bytes);
}

std::expected<base::Slice, int> HeldBytes::append(std::span<const std::byte> bytes)
{
    return base::Slice{m_derived.add(bytes) | base::Slice::derivedBit, uint32_t(bytes.size()), 0};
}

std::expected<std::vector<std::byte>, int> HeldBytes::read(std::span<const base::Slice> slices, size_t limit) const
{
    std::vector<std::byte> out;
    for (const base::Slice &slice : slices) {
        if (slice.lost() || !(slice.derived() ? m_derived : m_captured).read(slice.fileOffset(), std::min<size_t>(slice.length, limit - out.size()), out))
            return std::unexpected(ENODATA);
        if (out.size() == limit)
            break;
    }
    return out;
}

void HeldBytes::release(std::span<const base::Slice> kept, std::pair<uint64_t, uint64_t> limits)
{
    std::vector<std::pair<uint64_t, uint64_t>> captured, derived;
    for (const base::Slice &slice : kept)
        if (!slice.lost())
            (slice.derived() ? derived : captured).emplace_back(slice.fileOffset(), slice.fileOffset() + slice.length);
    std::ranges::sort(captured);
    std::ranges::sort(derived);
    m_captured.release(captured, limits.first);
    m_derived.release(derived, limits.second);
}

} // namespace masked
