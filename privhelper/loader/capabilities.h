// SPDX-License-Identifier: GPL-3.0-or-later
// What the session's process may do, in its two phases.
#pragma once

namespace loader {

// Before anything is read from the client: not dumpable, no core file, no new privileges, and only the
// capabilities that opening a session needs. False: errno tells why.
bool enterOpening();

// After the probes are attached. Kept: BPF and PERFMON for plans that come later, SYS_PTRACE for
// others' /proc/PID, DAC_READ_SEARCH for files in private directories, SETUID, SETGID and SETPCAP to give the
// analyzer its unprivileged user, KILL to end it; CHECKPOINT_RESTORE for files
// that no name leads to any more, where the kernel takes it for that; and SYS_ADMIN only for perf uprobes.
bool enterRunning(bool attachesPerfUprobes);

} // namespace loader
