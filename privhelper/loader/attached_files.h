// SPDX-License-Identifier: GPL-3.0-or-later
// A session's probes by file, and the processes that use each file: a library of a container or virtual environment is
// detached some time after its last process has ended, which frees its descriptors.
#pragma once

#include "privhelper/loader/scope.h"
#include "privhelper/loader/tls_probes.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace loader {

class AttachedFiles {
public:
    using Clock = std::chrono::steady_clock;

    // What the probes of one user's files may take, so that those of others get theirs. Root's are the system's, and have
    // what the others leave.
    static constexpr size_t sitesOfOwnerMax = SITES_MAX / 4;
    static constexpr size_t sitesOfUsersMax = SITES_MAX / 4 * 3;
    // descriptors: number that the process may have open.
    bool hasRoomFor(uint32_t owner, size_t sites, size_t descriptors) const;

    // pids: processes that have the file mapped. kept: for the whole session, like files installed with the system.
    void add(const FileId &id, TlsLinks links, const std::vector<uint32_t> &pids, bool kept, uint32_t owner = 0);
    bool contains(const FileId &id) const { return m_files.contains(id); }
    size_t size() const { return m_files.size(); }
    // Another process has mapped the file.
    void use(const FileId &id, uint32_t pid);

    struct Unused {
        FileId id;
        TlsLinks links;
    };
    // Removes and returns the files that no process has had mapped for that long. Cheap, except just before one is
    // returned: then all processes are checked, since a fork maps files without any event.
    std::vector<Unused> takeUnused(Clock::duration after);
    std::vector<TlsLinks> takeAll();

private:
    struct File {
        TlsLinks links;
        uint32_t owner = 0;
        std::set<uint32_t> users {};
        bool kept = false;
        std::optional<Clock::time_point> unusedSince {};
    };

    std::map<FileId, File> m_files;
};

} // namespace loader
