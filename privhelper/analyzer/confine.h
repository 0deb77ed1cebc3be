// SPDX-License-Identifier: GPL-3.0-or-later
// Drops everything this process does not need for reading one mapped file and writing one answer.
#pragma once

#include <expected>
#include <string>

namespace analyzer {

// In this order: die with the parent, no new privileges, ids of no user (role_ids.h), no
// capabilities, 1 GiB of address space beyond the file, 5 s of processor time, no core dumps, no further descriptors,
// not dumpable, a seccomp allow-list that kills on violation. If started as root this needs CAP_SETUID and CAP_SETGID.
// Error: the step that failed; the process must then exit without having read anything.
std::expected<void, std::string> confine(int elfFd, int replyFd);

} // namespace analyzer
