// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/process_list.h"

#include "privhelper/loader/mapped_files.h"
#include "privhelper/loader/proc_file.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

namespace loader {
namespace {

constexpr std::array<const char *, 2> cgroupMounts { "/sys/fs/cgroup", "/sys/fs/cgroup/unified" };

template<typename T> T number(std::string_view text)
{
    T value {};
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

uint64_t cgroupId(const std::string &path)
{
    for (const char *mount : cgroupMounts) {
        struct stat status;
        const std::string root(mount);
        if (stat((root + "/cgroup.procs").c_str(), &status) == 0 && stat((root + path).c_str(), &status) == 0)
            return status.st_ino;
    }
    return 0;
}

bool isBelow(std::string path, uint64_t id)
{
    while (!path.empty()) {
        if (cgroupId(path) == id)
            return true;
        if (path == "/")
            break;
        path.resize(std::max<size_t>(path.rfind('/'), 1));
    }
    return false;
}

} // namespace

std::vector<uint32_t> allPids()
{
    std::vector<uint32_t> pids;
    DIR *proc = opendir("/proc");
    if (!proc)
        return pids;
    while (const dirent *entry = readdir(proc)) {
        const std::string_view name = entry->d_name;
        if (name.find_first_not_of("0123456789") == std::string_view::npos)
            pids.push_back(number<uint32_t>(name));
    }
    closedir(proc);
    return pids;
}

std::optional<StatLine> parseStat(std::string_view text)
{
    const size_t open = text.find('(');
    const size_t close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::nullopt;
    StatLine line;
    line.comm = text.substr(open + 1, close - open - 1);
    std::istringstream rest(std::string(text.substr(close + 1)));
    const std::vector<std::string> fields { std::istream_iterator<std::string>(rest), {} };
    if (fields.size() < 20)
        return std::nullopt;
    line.ppid = number<uint32_t>(fields[1]);        // field 4
    line.startTicks = number<uint64_t>(fields[19]); // field 22
    return line;
}

std::optional<ProcessInfo> describeProcess(uint32_t pid)
{
    const auto line = parseStat(readProc(procPath(pid, "stat"), 4096));
    if (!line)
        return std::nullopt;
    ProcessInfo info;
    info.pid = pid;
    char exe[4096];
    const ssize_t length = readlink(procPath(pid, "exe").c_str(), exe, sizeof exe);
    if (length > 0)
        info.exe.assign(exe, static_cast<size_t>(length));
    info.args = readProc(procPath(pid, "cmdline"), FLOW_ARGS_MAX + 1);
    if (info.exe.empty() && info.args.empty())
        return std::nullopt;
    if (info.args.size() > FLOW_ARGS_MAX) {
        info.args.resize(FLOW_ARGS_MAX);
        info.argsCut = true;
    }
    const std::string status = readProc(procPath(pid, "status"), 4096);
    info.ppid = line->ppid;
    info.comm = line->comm;
    info.uid = idsOf(status, "Uid")[0];
    info.gid = idsOf(status, "Gid")[0];
    info.startNs = line->startTicks * (1'000'000'000ull / static_cast<uint64_t>(sysconf(_SC_CLK_TCK)));
    info.cgroup = controlGroupOf(pid);
    info.cgroupId = cgroupId(info.cgroup);
    return info;
}

std::vector<uint32_t> withDescendants(const std::vector<uint32_t> &pids)
{
    std::multimap<uint32_t, uint32_t> children;
    for (const uint32_t pid : allPids()) {
        if (const auto line = parseStat(readProc(procPath(pid, "stat"), 4096)))
            children.emplace(line->ppid, pid);
    }
    std::vector<uint32_t> all = pids;
    std::set<uint32_t> seen(pids.begin(), pids.end());
    for (size_t i = 0; i < all.size(); i++) {
        const auto [first, last] = children.equal_range(all[i]);
        for (auto child = first; child != last; ++child) {
            if (seen.insert(child->second).second)
                all.push_back(child->second);
        }
    }
    return all;
}

bool isInScope(const ProcessInfo &process, const ScopeConfig &scope, const std::vector<uint32_t> &chosen)
{
    if (std::ranges::find(scope.excluded, process.pid) != scope.excluded.end())
        return false;
    switch (scope.mode) {
    case ScopeMode::Uid:
        return process.uid == scope.uid;
    case ScopeMode::Pids:
        return std::ranges::find(chosen, process.pid) != chosen.end();
    case ScopeMode::Cgroup:
        return isBelow(process.cgroup, scope.cgroupId);
    case ScopeMode::Exe:
        return std::ranges::any_of(mappedFiles(process.pid),
                                   [&](const MappedFile &file) { return file.id == scope.exe; });
    case ScopeMode::All:
        return true;
    }
    return false;
}

} // namespace loader
