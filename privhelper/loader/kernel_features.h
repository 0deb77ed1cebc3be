// SPDX-License-Identifier: GPL-3.0-or-later
// What this kernel allows this process to do, determined by trying: version numbers say little, since distributions
// backport features and restrictions.
#pragma once

#include <cstdint>
#include <string>

namespace loader {

enum class Lockdown : uint8_t { Unknown, None, Integrity, Confidentiality };

struct KernelFeatures {
    std::string release;          // uname -r
    bool btf = false;             // /sys/kernel/btf/vmlinux is readable
    bool mayLoad = false;         // a small program loads: CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN
    bool ringBuffer = false;      // 5.8
    bool btfTracepoints = false;  // a tp_btf program loads
    bool rawTracepoints = false;  // a raw tracepoint opens
    bool kernelReads = false;     // bpf_probe_read_kernel is allowed: not with lockdown=confidentiality
    bool preemptedCalls = false;  // 7.0: BTF and raw tracepoints miss calls while they are preempted
    bool perfTracepoints = false; // tracefs has raw_syscalls/sys_exit
    bool casts = false;           // bpf_rdonly_cast, 6.2
    bool loop = false;            // bpf_loop, 5.17
    bool taskFileIterator = false; // iter/task_file, 5.8
    bool returnsSafe = false;     // return probes do not endanger programs with a seccomp filter (return_safety.h)
    bool allocation = false;      // bpf_mem_alloc, 6.1: maps need no memory in advance
    bool uprobeMulti = false;     // 6.6
    bool cookies = false;         // bpf_get_attach_cookie, 5.15
    bool perfUprobe = false;      // perf events of type uprobe can be opened; since July 2025 only with CAP_SYS_ADMIN
    bool preemptGuard = false;    // bpf_preempt_disable exists, 6.10
    bool uprobePreemptible = false; // since 6.0: programs at uprobes may be preempted
    Lockdown lockdown = Lockdown::Unknown;
    uint64_t capabilities = 0;    // effective set, as CapEff in /proc/self/status
};

KernelFeatures examineKernel();

} // namespace loader
