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

    // pids: processes that have the file mapped. kept: for the whole session, like files installed with the system.
    void add(const FileId &id, TlsLinks links, const std::vector<uint32_t> &pids, bool kept);
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
        std::set<uint32_t> users {};
        bool kept = false;
        std::optional<Clock::time_point> unusedSince {};
    };

    std::map<FileId, File> m_files;
};

} // namespace loader
