// SPDX-License-Identifier: GPL-3.0-or-later
// The probes of a session by the file that they are in, and the processes that use each file: a library of a container or of
// a virtual environment goes with its last process, a while later, and gives its descriptors back.
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

    // pids: that have the file mapped. Kept: it stays for the whole session, as what the system has installed does.
    void add(const FileId &id, TlsLinks links, const std::vector<uint32_t> &pids, bool kept);
    bool contains(const FileId &id) const { return m_files.contains(id); }
    size_t size() const { return m_files.size(); }
    // Another process has mapped the file.
    void use(const FileId &id, uint32_t pid);

    struct Unused {
        FileId id;
        TlsLinks links;
    };
    // Those that no process has had mapped for that long, taken out. Cheap but for the moment before one is given: then all
    // processes are looked through, since a fork maps a file without a word.
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
