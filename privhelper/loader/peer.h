// SPDX-License-Identifier: GPL-3.0-or-later
// Who is at the other end of a Unix socket, according to the kernel.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <sys/types.h>
#include <vector>

namespace loader {

struct Peer {
    pid_t pid = 0;
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups;
    uint64_t startTicks = 0; // with the pid it identifies the process uniquely; 0: already gone
    std::string exe;         // for the audit log; empty if unknown
};

// From SO_PEERCRED and SO_PEERGROUPS: the process that connected or created the pair. Error: errno.
std::expected<Peer, int> peerOf(int socket);

// Field 22 of /proc/PID/stat (proc(5)); 0 if there is no such process.
uint64_t startTicksOf(pid_t pid);

// Whether a thread group led by `pid` exists.
bool isProcess(pid_t pid);

} // namespace loader
