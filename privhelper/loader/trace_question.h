// SPDX-License-Identifier: GPL-3.0-or-later
// Which processes the caller may trace, according to the kernel. Reading a program's plaintext is equivalent to
// attaching a debugger, so that is what is checked: /proc/PID/mem is opened as the caller. Ids, dumpable, capabilities,
// user namespaces and the loaded security modules, including Yama, thereby decide themselves.
#pragma once

#include "privhelper/loader/peer.h"

#include <cstdint>
#include <expected>
#include <vector>

namespace loader {

enum class TraceRight : uint8_t {
    Attach, // PTRACE_MODE_ATTACH: /proc/PID/mem
    Read,   // PTRACE_MODE_READ: /proc/PID/exe. The same, except that Yama does not restrict it
};

// Error: errno (ENOENT, ESRCH: the process is gone; EACCES, EPERM: it may not).
std::expected<void, int> mayTrace(const Peer &caller, pid_t pid, TraceRight right);

// The subset of processes that the caller may trace, checked in a single child.
std::vector<uint32_t> traceable(const Peer &caller, const std::vector<uint32_t> &pids, TraceRight right);

// Whether the caller may attach to one of their own processes that is dumpable and not a child of the tracer: not
// with a Yama ptrace_scope of 1 or more. Determined with a process started for this. selfExe: the helper. Error:
// errno.
std::expected<bool, int> mayAttachToOwn(const Peer &caller, const char *selfExe = "/proc/self/exe");

// The process used by `mayAttachToOwn`: waits to be killed. For main().
int waitToBeAskedOf();

// Yama's ptrace_scope lets a process attach to its descendants; this tells whether the caller's process started this
// one, since the child that performs the check did not.
bool startedByCaller(const Peer &caller, pid_t pid);

} // namespace loader
