// SPDX-License-Identifier: GPL-3.0-or-later
// The bpf() system call, for newer kernel features that libbpf 1.1 does not support.
#pragma once

#include "privhelper/loader/unique_fd.h"

#include <linux/bpf.h>

#include <cstdint>
#include <span>

namespace loader::bpfCall {

inline constexpr uint32_t uprobeMultiType = 48;      // BPF_TRACE_UPROBE_MULTI, include/uapi/linux/bpf.h of 6.6
inline constexpr uint32_t uprobeMultiReturn = 1;     // BPF_F_UPROBE_MULTI_RETURN

inline constexpr uint32_t tcxIngress = 46, tcxEgress = 47; // BPF_TCX_INGRESS, _EGRESS of 6.6

// Returns a descriptor, or -errno.
int loadProgram(bpf_prog_type type, std::span<const bpf_insn> instructions, uint32_t attachType = 0, uint32_t btfId = 0);
int createMap(bpf_map_type type, uint32_t keySize, uint32_t valueSize, uint32_t entries);
// cookies: empty, or one per offset.
int linkUprobeMulti(int program, const char *path, std::span<const uint64_t> offsets, std::span<const uint64_t> cookies,
                    bool atReturn);

// Behind the programs that the interface has already. EINVAL: the kernel has no tcx.
int linkTcx(int program, uint32_t interface, uint32_t attachType);

} // namespace loader::bpfCall
