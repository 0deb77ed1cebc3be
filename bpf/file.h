/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * file.h - from descriptors to files, and notices about executable files.
 */
#ifndef CLEARTAP_FILE_H
#define CLEARTAP_FILE_H

#include "bpf/task.h"

/* The address as a number: a pointer as a function's result would invite loading through it. */
static __noinline u64 file__address(u32 fd)
{
	struct files_struct *table;
	struct fdtable *fdt;
	struct file **slots;

	if (task__has_btf()) {
		table = task__now()->files;
	} else {
		struct task_struct *task = (struct task_struct *)bpf_get_current_task();

		table = BPF_CORE_READ(task, files);
	}
	fdt = KERNEL_READ(struct files_struct, table, fdt);
	if (fd >= KERNEL_READ(struct fdtable, fdt, max_fds))
		return 0;
	slots = KERNEL_READ(struct fdtable, fdt, fd);
	return KERNEL_READ_ADDRESS(slots + fd);
}

static __always_inline struct file *file__of(u32 fd)
{
	return (struct file *)file__address(fd);
}

/* Notifies the loader that the current process has mapped an executable file. */
static __always_inline void file__notice(struct file_key *key, u64 address, u32 pid)
{
	u32 *state = bpf_map_lookup_elem(&files, key), told = FILE_TOLD;
	struct flow_mapping *m;

	if (state && *state == FILE_TOLD)
		return;
	if (state && *state == FILE_SECRETS)
		bpf_map_update_elem(&secret_readers, &pid, &told, BPF_ANY);
	m = bpf_ringbuf_reserve(&notices, sizeof(*m), 0);
	if (!m) {
		maps__lose(FLOW_LOSS_NOTICE_FULL, 0);
		return;
	}
	m->inode = key->inode;
	m->device = key->device;
	m->address = address;
	m->pid = pid;
	bpf_ringbuf_submit(m, 0);
	if (!state)
		bpf_map_update_elem(&files, key, &told, BPF_ANY);
}

#endif
