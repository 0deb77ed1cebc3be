// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/file_holes.h"

#include <algorithm>

#include <fcntl.h>

namespace base {

namespace {

// Larger than the blocks of common file systems; smaller ones are punched as well.
constexpr uint64_t block = 4096;

// In order, as whole blocks before `limit`, joined.
std::vector<Extent> blocksOf(std::vector<Extent> extents, uint64_t limit)
{
    std::ranges::sort(extents, {}, &Extent::begin);
    std::vector<Extent> blocks;
    for (const Extent extent : extents) {
        const uint64_t begin = extent.begin / block * block;
        const uint64_t end = std::min((extent.end + block - 1) / block * block, limit);
        if (extent.begin >= extent.end || begin >= end)
            continue;
        if (!blocks.empty() && begin <= blocks.back().end)
            blocks.back().end = std::max(blocks.back().end, end);
        else
            blocks.push_back({begin, end});
    }
    return blocks;
}

// The parts of `all` outside of `without`; both in order.
std::vector<Extent> difference(const std::vector<Extent> &all, const std::vector<Extent> &without)
{
    std::vector<Extent> rest;
    auto next = without.begin();
    for (Extent left : all) {
        while (next != without.end() && next->end <= left.begin)
            ++next;
        for (auto cut = next; cut != without.end() && cut->begin < left.end; ++cut) {
            if (cut->begin > left.begin)
                rest.push_back({left.begin, cut->begin});
            left.begin = std::min(cut->end, left.end);
        }
        if (left.begin < left.end)
            rest.push_back(left);
    }
    return rest;
}

} // namespace

void FileHoles::release(int file, uint64_t limit, const std::vector<Extent> &kept)
{
    limit = limit / block * block;
    const std::scoped_lock lock(m_mutex);
    if (m_unsupported || limit <= m_limit)
        return;
    std::vector<Extent> there = m_kept;
    there.push_back({m_limit, limit});
    there = blocksOf(std::move(there), limit);
    const std::vector<Extent> holes = difference(there, blocksOf(kept, limit));
    const auto failed = std::ranges::find_if(holes, [file](const Extent hole) {
        return fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, off_t(hole.begin), off_t(hole.end - hole.begin)) != 0;
    });
    m_unsupported = failed != holes.end();
    if (m_unsupported && failed == holes.begin())
        return;
    m_kept = difference(there, holes);
    m_limit = limit;
}

bool FileHoles::holds(Extent bytes) const
{
    const std::scoped_lock lock(m_mutex);
    if (bytes.begin >= m_limit || bytes.begin >= bytes.end)
        return true;
    const auto after = std::ranges::upper_bound(m_kept, bytes.begin, {}, &Extent::begin);
    return after != m_kept.begin() && std::prev(after)->end >= std::min(bytes.end, m_limit);
}

} // namespace base
