/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * task.h - which processes are observed.  Every probe checks this before it copies
 * anything.
 */
#ifndef CLEARTAP_TASK_H
#define CLEARTAP_TASK_H

#include "bpf/maps.h"

/*
 * Fields of the current task are read by plain loads, which the verifier makes safe:
 * cheaper than bpf_probe_read_kernel, and allowed with lockdown=confidentiality.  5.10
 * has no bpf_get_current_task_btf.
 */
static __always_inline bool task__has_btf(void)
{
	return bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_current_task_btf);
}

static __always_inline struct task_struct *task__now(void)
{
	return (struct task_struct *)bpf_get_current_task_btf();
}

/* The long word of the mm's flags with "dumpable" in bits 0 and 1. */
static __always_inline u64 task__mm_flags(void)
{
	u64 flags = 0;

	if (task__has_btf()) {
		struct mm_struct *mm = task__now()->mm;

		if (!mm)
			return 0;
		if (bpf_core_field_exists(((struct mm_struct___bitmap *)0)->flags))
			return ((struct mm_struct___bitmap *)mm)->flags.__mm_flags[0];
		return ((struct mm_struct___number *)mm)->flags;
	}
	if (config.kernel_reads) {
		struct task_struct *task = (struct task_struct *)bpf_get_current_task();
		struct mm_struct *mm = BPF_CORE_READ(task, mm);

		if (mm)
			flags = BPF_CORE_READ((struct mm_struct___number *)mm, flags);
	}
	return flags;
}

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

/* Reads a field by a plain load, or otherwise if those are unavailable. The branch not taken is dead code to the verifier. */
#define TASK_READ(plain, pointer, field) ((plain) ? (pointer)->field : BPF_CORE_READ(pointer, field))

#define TASK_NAMESPACES_MAX 33 /* nesting levels of user namespaces: kernel/user_namespace.c */

/*
 * The kernel lets nobody trace a process with capabilities that they lack (cap_ptrace_access_check), but whoever
 * created its user namespace, or an outer one, has all of them there (cap_capable). The client is assumed to be
 * in the initial namespace and to have none.
 */
static __always_inline bool task__caps_agree(const struct cred *cred, bool plain, u32 uid)
{
	struct user_namespace *ns = TASK_READ(plain, cred, user_ns);
	int level = TASK_READ(plain, ns, level);

	if (!level) {
		if (bpf_core_field_exists(((struct cred___one *)0)->cap_permitted.val))
			return !TASK_READ(plain, (const struct cred___one *)cred, cap_permitted.val);
		return !TASK_READ(plain, (const struct cred___pair *)cred, cap_permitted.cap[0]) &&
		       !TASK_READ(plain, (const struct cred___pair *)cred, cap_permitted.cap[1]);
	}
	for (int i = 0; i < TASK_NAMESPACES_MAX && level > 1; i++) {
		ns = TASK_READ(plain, ns, parent);
		level = TASK_READ(plain, ns, level);
	}
	return level == 1 && TASK_READ(plain, ns, owner.val) == uid;
}

static __always_inline bool task__cred_agrees(const struct cred *cred, bool plain)
{
	u32 uid = config.caller_uid, gid = config.caller_gid;

	return TASK_READ(plain, cred, uid.val) == uid && TASK_READ(plain, cred, euid.val) == uid &&
	       TASK_READ(plain, cred, suid.val) == uid && TASK_READ(plain, cred, gid.val) == gid &&
	       TASK_READ(plain, cred, egid.val) == gid && TASK_READ(plain, cred, sgid.val) == gid &&
	       task__caps_agree(cred, plain, uid);
}

/* The kernel's own ptrace rule (__ptrace_may_access), for a client without capabilities. */
static __always_inline bool task__ids_agree(void)
{
	if (task__has_btf())
		return task__cred_agrees(task__now()->cred, true);
	if (config.kernel_reads) {
		struct task_struct *task = (struct task_struct *)bpf_get_current_task();

		return task__cred_agrees(BPF_CORE_READ(task, cred), false);
	}
	return false;
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

/* Judges the current process again; keeps what the loader or a fork has decided about it. */
static __noinline int task__judge(u32 tgid)
{
	struct subject *old = bpf_map_lookup_elem(&subjects, &tgid);
	struct subject now = {};

	if (old && old->verdict >= SUBJECT_EXCLUDED)
		return old->verdict;
	now.uid = (u32)bpf_get_current_uid_gid();
	now.chosen = old ? old->chosen : 0;
	now.start_ns = task__start_ns();
	now.programs = task__programs();
	now.judged = 1;
	if (task__in_scope(now.uid, now.chosen) && (!config.ptrace_rule || task__ids_agree()))
		now.verdict = SUBJECT_YES;
	bpf_map_update_elem(&subjects, &tgid, &now, BPF_ANY);
	return now.verdict;
}

static __always_inline u32 task__uid(void)
{
	return task__has_btf() ? task__now()->cred->uid.val : (u32)bpf_get_current_uid_gid();
}

/*
 * Is the current process observed?  A process may change its ids, or make itself
 * undumpable, at any time: both are checked each time.
 */
static __always_inline bool task__is_subject(u32 tgid)
{
	struct subject *subject = bpf_map_lookup_elem(&subjects, &tgid);
	int verdict;

	if (!subject || !subject->judged || subject->uid != task__uid())
		verdict = task__judge(tgid);
	else
		verdict = subject->verdict;
	if (verdict != SUBJECT_YES)
		return false;
	return !config.ptrace_rule || (task__mm_flags() & 3) == 1;
}

#endif
