// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps bpf_probe_read_user what it is where kernel memory is locked down.
#pragma once

namespace loader {

// libbpf takes a kernel that refuses bpf_probe_read_kernel for one from before 5.5, and turns reads of user memory too
// into bpf_probe_read (bpf_object__sanitize_prog). With lockdown=confidentiality the kernel refuses that one as well,
// while it allows bpf_probe_read_user. From now on programs at uprobes and tp_btf get their helpers back.
// To be called before an object is opened; once is enough.
void keepUserReads();

} // namespace loader
