// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps bpf_probe_read_user unchanged if kernel memory is locked down.
#pragma once

namespace loader {

// libbpf mistakes a kernel that refuses bpf_probe_read_kernel for one before 5.5, and turns reads of user memory into
// bpf_probe_read, too (bpf_object__sanitize_prog). With lockdown=confidentiality the kernel refuses that as well,
// although it allows bpf_probe_read_user. From now on programs at uprobes and tp_btf get their helpers back. Call it
// before opening an object; once is enough.
void keepUserReads();

} // namespace loader
