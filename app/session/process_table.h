// SPDX-License-Identifier: GPL-3.0-or-later
// Which process a pid means at the moment: pids are used again, and one process runs several programs.
#pragma once

#include "app/exchange/builder.h"
#include "app/session/session_clock.h"
#include "privhelper/wire/messages.h"

#include <string>
#include <unordered_map>

namespace session {

class ProcessTable
{
public:
    ProcessTable(exchange::Builder &, const SessionClock &);

    void seen(const wire::Process &);
    void exited(const wire::ProcessExit &);
    // The process that runs as `pid` now; made up of the pid alone when nothing was told of it.
    // It has moved data: a later exec is a process of its own.
    base::ProcessId use(uint32_t pid);

private:
    struct Entry {
        base::ProcessId id = base::noId;
        bool used = false;
    };
    exchange::Builder &m_builder;
    const SessionClock &m_clock;
    std::unordered_map<uint32_t, Entry> m_byPid;
    std::unordered_map<uint64_t, std::string> m_cgroups;
};

// Container id in a cgroup path (docker, podman, containerd, CRI-O), 12 digits; empty: none.
std::string containerOf(std::string_view cgroup);

} // namespace session
