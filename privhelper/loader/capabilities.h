// SPDX-License-Identifier: GPL-3.0-or-later
// The privileges of the listener, and of the session in its two phases.
#pragma once

namespace loader {

// Once it listens: not dumpable, no core dumps, no new privileges, no effective capability, and those that a session
// needs for sessions alone. False: see errno.
bool enterListening();

// Before anything is read from the client: not dumpable, no core dumps, no new privileges, and only the capabilities
// needed to open a session, which include NET_ADMIN to attach to packets. False: see errno.
bool enterOpening();

// After the probes are attached. Keeps: BPF and PERFMON for later plans, SYS_PTRACE for /proc/PID of other users,
// DAC_READ_SEARCH for files in private directories, SETUID, SETGID and SETPCAP to switch the analyzer to
// ids of its own, KILL to end it; CHECKPOINT_RESTORE for files without a name, if the kernel accepts it for that;
// and SYS_ADMIN only for perf uprobes.
bool enterRunning(bool attachesPerfUprobes);

// For the process that removes filters of packets (clsact.h): NET_ADMIN alone.
bool enterRemoving();

} // namespace loader
