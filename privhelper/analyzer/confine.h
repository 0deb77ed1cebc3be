// SPDX-License-Identifier: GPL-3.0-or-later
// Takes from this process everything that reading one mapped file and writing one answer does not need.
#pragma once

#include <expected>
#include <string>

namespace analyzer {

// In this order: dies with its parent, no new privileges, unprivileged user (`cleartap` where it exists, else nobody), no
// capability, 1 GiB of address space besides the file, 5 s of processor time, no core file, no further descriptor, not dumpable, seccomp
// allow-list whose breach kills. Started as root it needs CAP_SETUID and CAP_SETGID for that.
// Error: the step that failed; the process must end then without having read anything.
std::expected<void, std::string> confine(int elfFd, int replyFd);

} // namespace analyzer
