// SPDX-License-Identifier: GPL-3.0-or-later
// The currently running processes, from /proc.
#pragma once

#include "privhelper/loader/probe_session.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace loader {

std::vector<uint32_t> allPids();
// nullopt if it is gone, or is a kernel thread.
std::optional<ProcessInfo> describeProcess(uint32_t pid);
// Thread group ids of `pids` and of all their descendants.
std::vector<uint32_t> withDescendants(const std::vector<uint32_t> &pids);

// The program name, parent and start time in /proc/PID/stat (proc(5)); the name may contain spaces and parentheses.
struct StatLine {
    std::string comm;
    uint32_t ppid = 0;
    uint64_t startTicks = 0;
};
std::optional<StatLine> parseStat(std::string_view text);

// Whether the scope includes the process; not whether the caller may trace it.
bool isInScope(const ProcessInfo &process, const ScopeConfig &scope, const std::vector<uint32_t> &chosen);

} // namespace loader
