// SPDX-License-Identifier: GPL-3.0-or-later
// The session process's privileges, in its two phases.
#pragma once

namespace loader {

// Before anything is read from the client: not dumpable, no core dumps, no new privileges, and only the capabilities
// needed to open a session. False: see errno.
bool enterOpening();

// After the probes are attached. Keeps: BPF and PERFMON for later plans, SYS_PTRACE for /proc/PID of other users,
// DAC_READ_SEARCH for files in private directories, SETUID, SETGID and SETPCAP to switch the analyzer to its
// unprivileged user, KILL to end it; CHECKPOINT_RESTORE for files without a name, if the kernel accepts it for that;
// and SYS_ADMIN only for perf uprobes.
bool enterRunning(bool attachesPerfUprobes);

} // namespace loader
