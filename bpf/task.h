/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * task.h - which processes are observed.  Every probe checks this before it copies
 * anything.
 */
#ifndef CLEARTAP_TASK_H
#define CLEARTAP_TASK_H

#include "bpf/cred.h"

static __always_inline u64 task__start_ns(void)
{
	if (task__has_btf())
		return task__now()->group_leader->start_boottime;
	if (config.kernel_reads) {
		struct task_struct *task = (struct task_struct *)bpf_get_current_task();

		return BPF_CORE_READ(task, group_leader, start_boottime);
	}
	return 0;
}

/* The number of programs the process has run. */
static __always_inline u64 task__programs(void)
{
	if (task__has_btf())
		return task__now()->self_exec_id;
	if (config.kernel_reads) {
		struct task_struct *task = (struct task_struct *)bpf_get_current_task();

		return BPF_CORE_READ(task, self_exec_id);
	}
	return 0;
}

/* Different for each program that a process runs, and for each process with the same pid. */
static __always_inline u64 task__generation(void)
{
	return task__start_ns() + task__programs();
}

static __always_inline bool task__runs_exe(void)
{
	struct file *file;

	if (task__has_btf()) {
		struct mm_struct *mm = task__now()->mm;

		file = mm ? mm->exe_file : 0;
		return file && file->f_inode->i_ino == config.exe_inode &&
		       file->f_inode->i_sb->s_dev == config.exe_device;
	}
	if (config.kernel_reads) {
		struct task_struct *task = (struct task_struct *)bpf_get_current_task();

		file = BPF_CORE_READ(task, mm, exe_file);
		return file && BPF_CORE_READ(file, f_inode, i_ino) == config.exe_inode &&
		       BPF_CORE_READ(file, f_inode, i_sb, s_dev) == config.exe_device;
	}
	return false;
}

static __always_inline bool task__in_cgroup(void)
{
	/* Level 0 is the root of the hierarchy. */
	for (int level = 0; level <= 16; level++) {
		u64 id = bpf_get_current_ancestor_cgroup_id(level);

		if (!id)
			return false;
		if (id == config.cgroup_id)
			return true;
	}
	return false;
}

static __always_inline bool task__in_scope(u32 uid, bool chosen)
{
	switch (config.mode) {
	case PROBE_MODE_UID:
		return uid == config.uid;
	case PROBE_MODE_PIDS:
		return chosen;
	case PROBE_MODE_CGROUP:
		return task__in_cgroup();
	case PROBE_MODE_EXE:
		return task__runs_exe();
	case PROBE_MODE_ALL:
		return true;
	}
	return false;
}

/* Judges again whether the current process is in scope; keeps what the loader or a fork has decided about it. */
static __noinline int task__judge(u32 tgid)
{
	struct subject *old = bpf_map_lookup_elem(&subjects, &tgid);
	struct subject now = {};

	if (old && old->verdict >= SUBJECT_EXCLUDED)
		return old->verdict;
	now.uid = (u32)bpf_get_current_uid_gid();
	now.chosen = old ? old->chosen : 0;
	now.seen = old ? old->seen : 0;
	now.start_ns = task__start_ns();
	now.programs = task__programs();
	now.judged = 1;
	if (task__in_scope(now.uid, now.chosen))
		now.verdict = SUBJECT_YES;
	bpf_map_update_elem(&subjects, &tgid, &now, BPF_ANY);
	return now.verdict;
}

static __always_inline u32 task__uid(void)
{
	return task__has_btf() ? task__now()->cred->uid.val : (u32)bpf_get_current_uid_gid();
}

/* Is the current process observed?  Its scope is remembered, the client's right to it is not. */
static __always_inline bool task__is_subject(u32 tgid)
{
	struct subject *subject = bpf_map_lookup_elem(&subjects, &tgid);

	if (!subject || !subject->judged || subject->uid != task__uid()) {
		if (task__judge(tgid) != SUBJECT_YES)
			return false;
		subject = bpf_map_lookup_elem(&subjects, &tgid);
	} else if (subject->verdict != SUBJECT_YES) {
		return false;
	}
	if (config.ptrace_rule && !cred__agrees())
		return false;
	if (subject && !subject->seen)
		subject->seen = 1;
	return true;
}

#endif
