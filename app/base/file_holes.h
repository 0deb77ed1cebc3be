// SPDX-License-Identifier: GPL-3.0-or-later
// Gives back the disk space of those bytes of a growing file that nobody will read again.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

namespace base {

// A range of file positions.
struct Extent {
    uint64_t begin = 0, end = 0;
};

class FileHoles
{
public:
    // Whole blocks before `limit` outside of `kept`, which is in no particular order. On a file system that has no holes
    // (fallocate(2), FALLOC_FL_PUNCH_HOLE) nothing happens.
    void release(int file, uint64_t limit, const std::vector<Extent> &kept);
    // Whether none of these bytes were released. From any thread.
    bool holds(Extent) const;

private:
    mutable std::mutex m_mutex;
    uint64_t m_limit = 0;
    std::vector<Extent> m_kept;     // before it: in order, whole blocks, not adjacent
    bool m_unsupported = false;
};

} // namespace base
