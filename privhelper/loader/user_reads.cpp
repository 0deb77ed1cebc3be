// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/user_reads.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>

#include <cstdint>
#include <string>
#include <vector>

namespace loader {
namespace {

int restore(bpf_program *program, bpf_prog_load_opts *, long)
{
    const bpf_insn *first = bpf_program__insns(program);
    std::vector<bpf_insn> instructions(first, first + bpf_program__insn_cnt(program));
    for (bpf_insn &instruction : instructions) {
        const bool callsHelper = instruction.code == (BPF_JMP | BPF_CALL) && instruction.src_reg == 0;
        // bpf/ itself uses neither of the old helpers. Reads of kernel memory would be wrong, but do not occur here.
        if (callsHelper && instruction.imm == BPF_FUNC_probe_read)
            instruction.imm = BPF_FUNC_probe_read_user;
        else if (callsHelper && instruction.imm == BPF_FUNC_probe_read_str)
            instruction.imm = BPF_FUNC_probe_read_user_str;
    }
    return bpf_program__set_insns(program, instructions.data(), instructions.size());
}

// libbpf's own handler for tp_btf looks up the tracepoint; replacing it means doing that too.
int restoreTraced(bpf_program *program, bpf_prog_load_opts *options, long cookie)
{
    const std::string section = bpf_program__section_name(program);
    const int id = libbpf_find_vmlinux_btf_id(section.c_str() + section.find('/') + 1, BPF_TRACE_RAW_TP);
    if (id < 0)
        return id;
    options->attach_btf_id = static_cast<uint32_t>(id);
    return restore(program, options, cookie);
}

} // namespace

void keepUserReads()
{
    static const bool registered = [] {
        LIBBPF_OPTS(libbpf_prog_handler_opts, plain, .prog_prepare_load_fn = restore);
        LIBBPF_OPTS(libbpf_prog_handler_opts, traced, .prog_prepare_load_fn = restoreTraced);
        return libbpf_register_prog_handler("uprobe", BPF_PROG_TYPE_KPROBE, static_cast<bpf_attach_type>(0), &plain) >= 0
            && libbpf_register_prog_handler("tp_btf/", BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, &traced) >= 0;
    }();
    (void)registered; // if it is not, loading reports it
}

} // namespace loader
