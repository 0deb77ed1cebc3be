// SPDX-License-Identifier: GPL-3.0-or-later
// Which process a pid currently refers to: pids are reused, and one process may run several programs.
#pragma once

#include "app/exchange/builder.h"
#include "app/session/session_clock.h"
#include "privhelper/wire/messages.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace session {

class ProcessTable
{
public:
    ProcessTable(exchange::Builder &, const SessionClock &);

    void seen(const wire::Process &);
    void exited(const wire::ProcessExit &);
    // The process currently running as `pid`; made up from the pid alone if nothing was reported about it. Marks it
    // as having moved data: a later exec is a separate process.
    base::ProcessId use(uint32_t pid);
    // The path of the file that it runs; empty if unknown. Valid until the next change here.
    std::string_view program(uint32_t pid) const;

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

// Container id in a cgroup path (docker, podman, containerd, CRI-O), 12 digits; empty if none.
std::string containerOf(std::string_view cgroup);

} // namespace session
