// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/file_queue.h"

#include <algorithm>
#include <utility>

namespace loader {

std::optional<ExecutableFile> FileQueue::add(ExecutableFile file)
{
    const uint32_t owner = file.owner;
    std::optional<ExecutableFile> dropped;
    if (const auto own = m_files.find(owner); owner != 0 && own != m_files.end() && own->second.size() >= ofOwnerMax)
        dropped = takeFirst(own);
    else if (m_size >= allMax)
        dropped = takeFirst(std::ranges::max_element(m_files, {}, [](const auto &files) { return files.second.size(); }));
    m_files[owner].push_back(std::move(file));
    ++m_size;
    return dropped;
}

std::optional<ExecutableFile> FileQueue::take(const std::function<bool(uint32_t)> &mayStart)
{
    auto next = m_files.upper_bound(m_last);
    for (size_t tries = m_files.size(); tries > 0; --tries, ++next) {
        if (next == m_files.end())
            next = m_files.begin();
        if (!mayStart(next->first))
            continue;
        m_last = next->first;
        return takeFirst(next);
    }
    return std::nullopt;
}

ExecutableFile FileQueue::takeFirst(Files::iterator owner)
{
    ExecutableFile file = std::move(owner->second.front());
    owner->second.pop_front();
    --m_size;
    if (owner->second.empty())
        m_files.erase(owner);
    return file;
}

ExecutableFile *FileQueue::find(const FileId &id)
{
    for (auto &[owner, files] : m_files) {
        if (const auto found = std::ranges::find(files, id, &ExecutableFile::id); found != files.end())
            return &*found;
    }
    return nullptr;
}

} // namespace loader
