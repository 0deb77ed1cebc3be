// SPDX-License-Identifier: GPL-3.0-or-later
// Who is at the other end of a Unix socket, as the kernel says.
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
    uint64_t startTicks = 0; // with pid it names the process for good; 0: it has gone already
    std::string exe;         // for the audit log; empty when not known
};

// SO_PEERCRED and SO_PEERGROUPS: of the process that connected or made the pair. Error: errno.
std::expected<Peer, int> peerOf(int socket);

// Field 22 of /proc/PID/stat (proc(5)); 0 when there is no such process.
uint64_t startTicksOf(pid_t pid);

// The thread group that `pid` leads exists.
bool isProcess(pid_t pid);

} // namespace loader
