// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/kernel_features.h"

#include "privhelper/loader/bpf_call.h"
#include "privhelper/loader/perf_uprobe.h"
#include "privhelper/loader/return_safety.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace loader {
namespace {

struct BtfDeleter {
    void operator()(btf *types) const { btf__free(types); }
};
using Types = std::unique_ptr<btf, BtfDeleter>;

// Registers are template arguments: a constant fits the field's four bits, a variable might not.
template<unsigned To> constexpr bpf_insn move(int32_t value)
{
    return bpf_insn { BPF_ALU64 | BPF_MOV | BPF_K, To, 0, 0, value };
}

constexpr bpf_insn leave { BPF_JMP | BPF_EXIT, 0, 0, 0, 0 };

constexpr bpf_insn nothing[] = { move<BPF_REG_0>(0), leave };

// r0 = bpf_probe_read_kernel(stack, 8, 0): refused at load with lockdown=confidentiality.
constexpr bpf_insn kernelRead[] = {
    { BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_10, 0, 0 },
    { BPF_ALU64 | BPF_ADD, BPF_REG_1, 0, 0, -8 }, // BPF_K is 0
    move<BPF_REG_2>(8),
    move<BPF_REG_3>(0),
    { BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_probe_read_kernel },
    move<BPF_REG_0>(0),
    leave,
};

// bpf_get_attach_cookie(context), whose number the header of 6.1 has.
constexpr bpf_insn cookie[] = { { BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_attach_cookie }, move<BPF_REG_0>(0), leave };

bool tries(int result)
{
    const UniqueFd fd(result);
    return result >= 0;
}

Lockdown lockdown()
{
    std::ifstream file("/sys/kernel/security/lockdown");
    std::string line;
    if (!std::getline(file, line))
        return Lockdown::Unknown;
    if (line.find("[none]") != std::string::npos)
        return Lockdown::None;
    if (line.find("[integrity]") != std::string::npos)
        return Lockdown::Integrity;
    return line.find("[confidentiality]") != std::string::npos ? Lockdown::Confidentiality : Lockdown::Unknown;
}

uint64_t capabilities()
{
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("CapEff:"))
            return std::stoull(line.substr(7), nullptr, 16);
    }
    return 0;
}

bool hasUprobeMulti()
{
    const UniqueFd program(bpfCall::loadProgram(BPF_PROG_TYPE_KPROBE, nothing, bpfCall::uprobeMultiType));
    if (!program.isValid())
        return false;
    // A directory as target: EBADF if the kernel knows this kind of link, EINVAL if not (libbpf's own test).
    const uint64_t offset = 0;
    return bpfCall::linkUprobeMulti(program.get(), "/", std::span(&offset, 1), {}, false) == -EBADF;
}

} // namespace

KernelFeatures examineKernel()
{
    KernelFeatures features;
    utsname name {};
    uname(&name);
    features.release = name.release;
    features.capabilities = capabilities();
    features.lockdown = lockdown();
    const Types types(btf__load_vmlinux_btf());
    features.btf = types != nullptr;
    features.mayLoad = tries(bpfCall::loadProgram(BPF_PROG_TYPE_KPROBE, nothing));
    features.ringBuffer = tries(bpfCall::createMap(BPF_MAP_TYPE_RINGBUF, 0, 0, static_cast<uint32_t>(getpagesize())));
    features.kernelReads = tries(bpfCall::loadProgram(BPF_PROG_TYPE_KPROBE, kernelRead));
    if (types) {
        const int id = btf__find_by_name_kind(types.get(), "btf_trace_sched_process_exit", BTF_KIND_TYPEDEF);
        if (id > 0)
            features.btfTracepoints = tries(
                bpfCall::loadProgram(BPF_PROG_TYPE_TRACING, nothing, BPF_TRACE_RAW_TP, static_cast<uint32_t>(id)));
        const auto function = [&types](const char *named) {
            return btf__find_by_name_kind(types.get(), named, BTF_KIND_FUNC) > 0;
        };
        features.casts = function("bpf_rdonly_cast");
        features.loop = function("bpf_loop");
        features.taskFileIterator = btf__find_by_name_kind(types.get(), "bpf_iter__task_file", BTF_KIND_STRUCT) > 0;
        features.allocation = btf__find_by_name_kind(types.get(), "bpf_mem_alloc", BTF_KIND_STRUCT) > 0;
        features.preemptGuard = function("bpf_preempt_disable");
        // The commit that made uprobe programs preemptible introduced bpf_prog_run_array_uprobe (6.0, 8c7dcb84e3b7).
        features.uprobePreemptible = function("bpf_prog_run_array_sleepable") || function("bpf_prog_run_array_uprobe")
            || features.preemptGuard;
        features.returnsSafe = returnsPassSeccomp(function("__x64_sys_uretprobe") || function("__do_sys_uretprobe"));
    }
    {
        const UniqueFd program(bpfCall::loadProgram(BPF_PROG_TYPE_RAW_TRACEPOINT, nothing));
        features.rawTracepoints = program.isValid()
            && tries(bpf_raw_tracepoint_open("sched_process_exit", program.get()));
    }
    // Not visible in the types, and testing it would take a race: a perf tracepoint also works on older kernels.
    features.preemptedCalls = std::atoi(features.release.c_str()) >= 7;
    features.perfTracepoints = std::ifstream("/sys/kernel/tracing/events/raw_syscalls/sys_exit/id").is_open()
        || std::ifstream("/sys/kernel/debug/tracing/events/raw_syscalls/sys_exit/id").is_open();
    features.uprobeMulti = hasUprobeMulti();
    features.cookies = tries(bpfCall::loadProgram(BPF_PROG_TYPE_KPROBE, cookie));
    features.perfUprobe = tries(openPerfUprobe("/proc/self/exe", 0, false));
    return features;
}

} // namespace loader
