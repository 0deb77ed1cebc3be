// SPDX-License-Identifier: GPL-3.0-or-later
// Files that wait for their analysis, which takes descriptors and time. Both are shared out by the files' owners: however
// many one user maps, those of others come next, and only that user's are dropped.
#pragma once

#include "privhelper/loader/library_list.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>

namespace loader {

class FileQueue
{
public:
    static constexpr size_t ofOwnerMax = filesOfOwnerMax; // root's only count for allMax
    static constexpr size_t allMax = 4096;

    // Returns the file that is not analysed instead, if there are too many: the owner's oldest one, or, if there are too
    // many of all, the oldest one of the owner with most.
    std::optional<ExecutableFile> add(ExecutableFile file);

    // The next one: owners take turns. Only of those for whom mayStart() holds.
    std::optional<ExecutableFile> take(const std::function<bool(uint32_t owner)> &mayStart);

    ExecutableFile *find(const FileId &id);
    bool isEmpty() const { return m_files.empty(); }
    size_t size() const { return m_size; }

private:
    using Files = std::map<uint32_t, std::deque<ExecutableFile>>;
    ExecutableFile takeFirst(Files::iterator owner);

    Files m_files; // by owner; none is empty
    size_t m_size = 0;
    uint32_t m_last = 0; // owner who had the last turn
};

} // namespace loader
