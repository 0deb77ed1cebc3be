/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * path.h - the path of a file as in /proc/PID/exe: bpf_d_path() must not be called at
 * tracepoints.  Reads kernel memory.
 */
#ifndef CLEARTAP_PATH_H
#define CLEARTAP_PATH_H

#include "bpf/maps.h"

#define PATH_PARTS 32

/*
 * Writes the path backwards into FLOW_PATH_LEN bytes, the last of which stays zero; returns where it begins, or
 * FLOW_PATH_LEN if it does not fit.  The bytes after these must belong to the same record, since the verifier adds
 * the maximum position and length.
 */
static __noinline u32 path__write(struct file *file, char *out)
{
	struct dentry *part = BPF_CORE_READ(file, f_path.dentry), *parent;
	struct vfsmount *mount = BPF_CORE_READ(file, f_path.mnt);
	u32 at = FLOW_PATH_LEN - 1;

	if (!out)
		return FLOW_PATH_LEN;
	for (int i = 0; i < PATH_PARTS; i++) {
		u32 length;

		if (part == BPF_CORE_READ(mount, mnt_root)) {
			struct mount *m = (void *)mount - bpf_core_field_offset(struct mount, mnt);
			struct mount *above = BPF_CORE_READ(m, mnt_parent);

			if (above == m)
				return at;
			part = BPF_CORE_READ(m, mnt_mountpoint);
			mount = (void *)above + bpf_core_field_offset(struct mount, mnt);
			continue;
		}
		parent = BPF_CORE_READ(part, d_parent);
		if (parent == part)
			return at;
		length = BPF_CORE_READ(part, d_name.len);
		if (length >= at)
			return FLOW_PATH_LEN;
		at -= length;
		barrier_var(at);
		barrier_var(length);
		at &= FLOW_PATH_LEN - 1;
		length &= FLOW_PATH_LEN - 1;
		if (bpf_probe_read_kernel(out + at, length, BPF_CORE_READ(part, d_name.name)))
			return FLOW_PATH_LEN;
		if (!at)
			return FLOW_PATH_LEN;
		at--;
		barrier_var(at); /* otherwise the compiler drops the mask, and old kernels do not know that it was not 0 */
		out[at & (FLOW_PATH_LEN - 1)] = '/';
		part = parent;
	}
	return FLOW_PATH_LEN;
}

#endif
