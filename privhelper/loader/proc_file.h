// SPDX-License-Identifier: GPL-3.0-or-later
// Small files of /proc, read with a limit and parsed line by line: a process chooses its own name and arguments.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loader {

// "/proc/PID/NAME"
std::string procPath(uint32_t pid, std::string_view name);

// At most `limit` bytes; empty if the file cannot be read.
std::string readProc(const std::string &path, size_t limit = 4096);

// What follows `name` and a colon at the beginning of a line, trimmed; empty if there is no such line.
std::string_view fieldOf(std::string_view text, std::string_view name);

// Real, effective and saved id in /proc/PID/status: "Uid" or "Gid". All ones if absent.
std::array<uint32_t, 3> idsOf(std::string_view status, std::string_view name);

// The process's cgroup2 path as seen from here: "/user.slice/app.scope"; empty if it has none.
std::string controlGroupOf(uint32_t pid);

} // namespace loader
