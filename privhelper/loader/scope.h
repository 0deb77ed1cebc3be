// SPDX-License-Identifier: GPL-3.0-or-later
// Whom a session observes, and what of it.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/loader/hook_choice.h"
#include "privhelper/loader/load_error.h"

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <vector>

namespace loader {

// The kernel's name of an open file: s_dev and i_ino as BPF programs and /proc/PID/maps see them. st_dev and
// st_ino are other numbers on overlay and btrfs, so stat() is of no use here.
struct FileId {
    uint32_t device = 0;   // kernel's dev_t: major << 20 | minor
    uint64_t inode = 0;
    auto operator<=>(const FileId &) const = default;
};

// Found by mapping the first page and reading /proc/self/maps.
std::expected<FileId, LoadError> identifyFile(int fd);

enum class ScopeMode : uint8_t {
    Uid = 1,      // processes of user `uid`
    Pids = 2,     // `pids`, and their children with followChildren
    Cgroup = 3,   // processes in the control group `cgroupId` or below it
    Exe = 4,      // processes that run the file `exe`
    All = 5,
};

struct ScopeConfig {
    ScopeMode mode = ScopeMode::Uid;
    bool followChildren = true;            // Pids only
    bool ptraceRule = true;                // only what the caller could ptrace: ids agree, dumpable, no capabilities
    bool attachAllowed = false;            // the user was asked for what a security module keeps debuggers from
    uint32_t callerUid = 0;                // for ptraceRule
    uint32_t callerGid = 0;
    uint32_t uid = 0;                      // Uid
    uint64_t cgroupId = 0;                 // Cgroup: inode number of its directory in cgroup2
    FileId exe;                            // Exe
    std::vector<uint32_t> pids;            // Pids: thread group ids, at most 4096
    std::vector<uint32_t> excluded;        // never subjects: helper, relay, client; at most 64
    bool excludeChildren = true;           // nor are the children of this process (relay, analyzer) ever subjects
    uint32_t callLimit = FLOW_CALL_MAX;    // payload bytes captured of one call, up to FLOW_CALL_MAX
    std::chrono::seconds unusedFilesAfter { 30 }; // after its last process a file is detached
    size_t ringBytes = 0;                  // power of two times a page; 0: chosen from the memory there is (16 to 128 MiB)
    ForcedHooks forcedHooks;               // tests
};

} // namespace loader
