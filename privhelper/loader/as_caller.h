// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the kernel what the caller may do, by doing it as the caller: in a child without capabilities
// and with the caller's user, group and groups. So the kernel's own rules decide (for /proc/PID/exe
// those of ptrace, which leave out setuid and non-dumpable programs), not a copy of them.
#pragma once

#include "privhelper/loader/peer.h"
#include "privhelper/loader/unique_fd.h"

#include <expected>
#include <string>

namespace loader {

// The path opened as the caller would open it. Error: errno as the caller would get it.
std::expected<UniqueFd, int> openAsCaller(const Peer &caller, const std::string &path, int flags);

// The caller could trace this process. Error: errno (ENOENT, ESRCH: gone; EACCES, EPERM: may not).
std::expected<void, int> mayTrace(const Peer &caller, pid_t pid);

} // namespace loader
