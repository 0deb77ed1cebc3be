// SPDX-License-Identifier: GPL-3.0-or-later
// System calls that the listener never needs, and those that a session no longer needs once its probes are attached.
#pragma once

namespace loader {

// From now on, for this process and its children, calls that read or change other processes, the kernel, mounts or
// namespaces, or open a network socket, fail with EPERM. False: see errno.
bool filterListenersCalls();

// Likewise, and bpf() loads no programs. An analyzer has its own, stricter filter. perfUprobes: perf events are still needed, for later plans. False: see errno.
bool filterCalls(bool perfUprobes);

} // namespace loader
