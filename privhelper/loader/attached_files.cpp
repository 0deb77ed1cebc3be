// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/attached_files.h"

#include "privhelper/loader/mapped_files.h"
#include "privhelper/loader/proc_file.h"
#include "privhelper/loader/process_list.h"

#include <string>
#include <utility>

namespace loader {
namespace {

// A zombie process still has its pid, but no memory.
bool isGone(uint32_t pid)
{
    const std::string stat = readProc(procPath(pid, "stat"), 512);
    const size_t state = stat.rfind(')') + 2; // after the name, which may contain anything
    return state >= stat.size() || stat[state] == 'Z' || stat[state] == 'X';
}

} // namespace

bool AttachedFiles::hasRoomFor(uint32_t owner, size_t sites, size_t descriptors) const
{
    if (owner == 0)
        return true;
    size_t own = sites, all = sites, held = 0;
    for (const auto &[id, file] : m_files) {
        if (file.owner == 0)
            continue;
        all += file.links.taken.numbers.size();
        if (file.owner != owner)
            continue;
        own += file.links.taken.numbers.size();
        held += file.links.links.size() + 2 * file.links.events.size();
    }
    return own <= sitesOfOwnerMax && all <= sitesOfUsersMax && held <= descriptors / 4;
}

void AttachedFiles::add(const FileId &id, TlsLinks links, const std::vector<uint32_t> &pids, bool kept, uint32_t owner)
{
    File &file = m_files[id];
    file.links = std::move(links);
    file.owner = owner;
    file.users.insert(pids.begin(), pids.end());
    file.kept = kept;
}

void AttachedFiles::use(const FileId &id, uint32_t pid)
{
    const auto file = m_files.find(id);
    if (file == m_files.end() || file->second.kept)
        return;
    file->second.users.insert(pid);
    file->second.unusedSince.reset();
}

std::vector<AttachedFiles::Unused> AttachedFiles::takeUnused(Clock::duration after)
{
    const auto now = Clock::now();
    std::set<FileId> over;
    for (auto &[id, file] : m_files) {
        std::erase_if(file.users, isGone);
        if (file.kept || !file.users.empty())
            continue;
        if (!file.unusedSince)
            file.unusedSince = now;
        if (now - *file.unusedSince >= after)
            over.insert(id);
    }
    for (const uint32_t pid : over.empty() ? std::vector<uint32_t> {} : allPids()) {
        for (const MappedFile &mapped : mappedFiles(pid)) {
            if (over.erase(mapped.id) > 0)
                use(mapped.id, pid);
        }
    }
    std::vector<Unused> unused;
    for (const FileId &id : over) {
        unused.push_back({ id, std::move(m_files[id].links) });
        m_files.erase(id);
    }
    return unused;
}

std::vector<TlsLinks> AttachedFiles::takeAll()
{
    std::vector<TlsLinks> all;
    for (auto &[id, file] : std::exchange(m_files, {}))
        all.push_back(std::move(file.links));
    return all;
}

} // namespace loader
