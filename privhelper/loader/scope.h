// SPDX-License-Identifier: GPL-3.0-or-later
// Which processes a session observes, and what it captures of them.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/loader/hook_choice.h"
#include "privhelper/loader/load_error.h"

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace loader {

// The kernel's identity of an open file: s_dev and i_ino as in BPF programs and /proc/PID/maps. On overlay and btrfs,
// st_dev and st_ino differ, so stat() is useless here.
struct FileId {
    uint32_t device = 0;   // kernel's dev_t: major << 20 | minor
    uint64_t inode = 0;
    auto operator<=>(const FileId &) const = default;
};

// Determined by mapping the first page and reading /proc/self/maps.
std::expected<FileId, LoadError> identifyFile(int fd);

enum class ScopeMode : uint8_t {
    Uid = 1,      // processes of user `uid`
    Pids = 2,     // `pids`, and their children if followChildren
    Cgroup = 3,   // processes in the control group `cgroupId` or below it
    Exe = 4,      // processes that run the file `exe`
    All = 5,
};

// Where TLS is read by the secrets of its handshakes, instead of the calls of its libraries.
enum class TlsSecrets : uint8_t {
    Never = 0,
    WhereNeeded = 1, // in libraries whose calls cannot be probed
    Always = 2,
};

// Packets at interfaces. Scope All without ptraceRule gets every one, others those of their processes' sockets.
struct PacketWish {
    std::vector<std::string> interfaces;   // none: loopback, and those that are up
    uint32_t snap = FLOW_PACKET_MAX;       // bytes captured of each, from 1 to FLOW_PACKET_MAX
    size_t ringBytes = 0;                  // 0: by the machine's memory, 8 to 64 MiB
};

struct ScopeConfig {
    ScopeMode mode = ScopeMode::Uid;
    bool followChildren = true;            // Pids only
    bool ptraceRule = true;                // only what the caller could ptrace: matching ids, dumpable, no capabilities
    bool attachAllowed = false;            // the user confirmed access that a security module denies to debuggers
    uint32_t callerUid = 0;                // for ptraceRule
    uint32_t callerGid = 0;
    uint32_t uid = 0;                      // Uid
    uint64_t cgroupId = 0;                 // Cgroup: inode number of its directory in cgroup2
    FileId exe;                            // Exe
    std::vector<uint32_t> pids;            // Pids: thread group ids, at most 4096
    std::vector<uint32_t> excluded;        // never subjects: helper, relay, client; at most 64
    bool excludeChildren = true;           // children of this process (relay, analyzer) are never subjects either
    uint32_t callLimit = FLOW_CALL_MAX;    // payload bytes captured per call, up to FLOW_CALL_MAX
    std::chrono::seconds unusedFilesAfter { 30 }; // a file is detached this long after its last process ended
    TlsSecrets tlsSecrets = TlsSecrets::Never;
    size_t ringBytes = 0;                  // power of two times a page; 0: chosen by memory (16 to 128 MiB)
    bool mayBeIdle = true;                 // the ring is small until there is traffic
    std::optional<PacketWish> packets;     // none: no packets are captured
    ForcedHooks forcedHooks;               // tests
};

} // namespace loader
