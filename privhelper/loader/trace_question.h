// SPDX-License-Identifier: GPL-3.0-or-later
// Whom the caller may trace, as the kernel says. To read the plaintext of a program is what attaching a debugger gives, so that
// is what is asked: /proc/PID/mem is opened as the caller. Ids, dumpable, capabilities, user namespaces and the security modules
// that are loaded, Yama among them, answer by themselves.
#pragma once

#include "privhelper/loader/peer.h"

#include <cstdint>
#include <expected>
#include <vector>

namespace loader {

enum class TraceRight : uint8_t {
    Attach, // PTRACE_MODE_ATTACH: /proc/PID/mem
    Read,   // PTRACE_MODE_READ: /proc/PID/exe. The same, but that Yama does not forbid it
};

// Error: errno (ENOENT, ESRCH: the process has gone; EACCES, EPERM: it may not).
std::expected<void, int> mayTrace(const Peer &caller, pid_t pid, TraceRight right);

// Those of the processes that the caller may trace, asked of in one child.
std::vector<uint32_t> traceable(const Peer &caller, const std::vector<uint32_t> &pids, TraceRight right);

// Whether the caller may attach to a process of their own that is neither hidden nor a child of the one that asks: with Yama's
// ptrace_scope from 1 on they may not. Found out with a process that is started for it. selfExe: the helper. Error: errno.
std::expected<bool, int> mayAttachToOwn(const Peer &caller, const char *selfExe = "/proc/self/exe");

// The process of `mayAttachToOwn`: waits to be killed. For main().
int waitToBeAskedOf();

// Yama's ptrace_scope lets a process attach to those it started, and the caller's process started this one: a child that asks
// for it did not.
bool startedByCaller(const Peer &caller, pid_t pid);

} // namespace loader
