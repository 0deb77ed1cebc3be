// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/process_table.h"

#include <algorithm>

namespace session {

namespace {

constexpr size_t cgroupsMax = 65536;   // the processes of later ones are shown without

// A program run through /proc/self/exe is called "exe" by the kernel until it names itself (browsers: prctl(2),
// PR_SET_NAME), which is not reported.
std::string nameOf(const std::string &comm, const std::string &exe)
{
    constexpr size_t nameMax = 15;   // TASK_COMM_LEN without its end
    const std::string file = exe.substr(exe.rfind('/') + 1, nameMax);
    return comm == "exe" && !file.empty() ? file : comm;
}

std::vector<std::string> splitArguments(std::string_view args)
{
    std::vector<std::string> list;
    while (!args.empty()) {
        const size_t end = args.find('\0');
        list.emplace_back(args.substr(0, end));
        if (end == std::string_view::npos)
            break;
        args.remove_prefix(end + 1);
    }
    return list;
}

} // namespace

ProcessTable::ProcessTable(exchange::Builder &builder, const SessionClock &clock)
    : m_builder(builder)
    , m_clock(clock)
{
}

void ProcessTable::seen(const wire::Process &message)
{
    if (!message.cgroup.empty() && m_cgroups.size() < cgroupsMax)
        m_cgroups[message.cgroupId] = message.cgroup;
    Entry &entry = m_byPid[message.pid];
    const bool fork = message.executed == 0;
    // Listed at the start, but already seen by its data: the same process, now with its names.
    const bool same = entry.id != base::noId
        && (message.executed == 2 || (message.executed == 1 && !entry.used));
    exchange::Process &process = same ? m_builder.process(entry.id) : m_builder.newProcess();
    if (!same) {
        if (entry.id != base::noId)
            m_builder.forgetProcess(entry.id);
        if (entry.id != base::noId && fork)
            entry.used = false;
        entry = {process.id, false};
    }
    process.pid = message.pid;
    process.ppid = message.ppid;
    process.uid = message.uid;
    if (message.startNs)
        process.started = m_clock.timeOfBoot(message.startNs);
    process.comm = message.comm;
    if (fork) {
        if (const auto parent = m_byPid.find(message.ppid); parent != m_byPid.end()) {
            const exchange::Process &from = m_builder.peekProcess(parent->second.id);
            process.exe = from.exe;
            process.comm = nameOf(message.comm, from.exe);
            process.cmdline = from.cmdline;
        }
    } else {
        process.exe = message.exe;
        process.comm = nameOf(message.comm, message.exe);
        process.cmdline = splitArguments(message.args);
    }
    if (const auto known = m_cgroups.find(message.cgroupId); known != m_cgroups.end())
        process.cgroup = known->second;
    process.container = containerOf(process.cgroup);
}

void ProcessTable::exited(const wire::ProcessExit &message)
{
    const auto it = m_byPid.find(message.pid);
    if (it == m_byPid.end())
        return;
    exchange::Process &process = m_builder.process(it->second.id);
    process.exited = m_clock.time(message.time);
    process.exitCode = message.exitCode;
    m_builder.forgetProcess(process.id);
    m_byPid.erase(it);
}

base::ProcessId ProcessTable::use(uint32_t pid)
{
    if (pid == 0)
        return base::noId;
    Entry &entry = m_byPid[pid];
    if (entry.id == base::noId) {
        exchange::Process &process = m_builder.newProcess();
        process.pid = pid;
        entry.id = process.id;
    }
    entry.used = true;
    return entry.id;
}

std::string_view ProcessTable::program(uint32_t pid) const
{
    const auto entry = m_byPid.find(pid);
    return entry == m_byPid.end() || entry->second.id == base::noId ? std::string_view() : m_builder.peekProcess(entry->second.id).exe;
}

std::string containerOf(std::string_view cgroup)
{
    // The id is the last run of 64 hexadecimal digits: /docker/<id>, docker-<id>.scope, cri-containerd-<id>.scope.
    constexpr size_t length = 64;
    size_t run = 0;
    for (size_t i = cgroup.size(); i-- > 0;) {
        const char c = cgroup[i];
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        run = hex ? run + 1 : 0;
        if (run == length)
            return std::string(cgroup.substr(i, 12));
    }
    return {};
}

} // namespace session
