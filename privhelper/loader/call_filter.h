// SPDX-License-Identifier: GPL-3.0-or-later
// System calls that a session has no use of once its probes are attached.
#pragma once

namespace loader {

// From now on, for this process and its children: bpf() loads nothing and makes no map, and what reads or changes
// other processes, the kernel, mounts or namespaces, or opens a network socket, fails with EPERM. An analyzer has a
// stricter filter of its own. perfUprobes: perf events are still needed, for plans that come later. False: errno.
bool filterCalls(bool perfUprobes);

} // namespace loader
