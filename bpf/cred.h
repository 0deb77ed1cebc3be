/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * cred.h - the kernel's rule for attaching a debugger through /proc/PID/mem
 * (__ptrace_may_access and cap_ptrace_access_check), for a client in the initial user
 * namespace that has no capability.  Evaluated at each call: nothing about rights is remembered, since ids,
 * capabilities, namespace and dumpable may change at any time, and even the address of a
 * struct cred is used again for other ids.
 */
#ifndef CLEARTAP_CRED_H
#define CLEARTAP_CRED_H

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

/* Reads a field by a plain load, or otherwise if those are unavailable. The branch not taken is dead code to the verifier. */
#define CRED_READ(plain, pointer, field) ((plain) ? (pointer)->field : BPF_CORE_READ(pointer, field))

#define CRED_NAMESPACES_MAX 33 /* nesting levels of user namespaces: kernel/user_namespace.c */

/* Whoever created a user namespace has all capabilities in it, and in those inside (cap_capable). */
static __always_inline bool cred__is_within(struct user_namespace *ns, int level, bool plain, u32 uid)
{
	for (int i = 0; i < CRED_NAMESPACES_MAX && level > 1; i++) {
		ns = CRED_READ(plain, ns, parent);
		if (!ns)
			return false;
		level = CRED_READ(plain, ns, level);
	}
	return level == 1 && CRED_READ(plain, ns, owner.val) == uid;
}

/* Nobody may trace a process with capabilities that they lack. */
static __always_inline bool cred__is_plain(const struct cred *cred, bool plain)
{
	if (bpf_core_field_exists(((struct cred___one *)0)->cap_permitted.val))
		return !CRED_READ(plain, (const struct cred___one *)cred, cap_permitted.val);
	return !CRED_READ(plain, (const struct cred___pair *)cred, cap_permitted.cap[0]) &&
	       !CRED_READ(plain, (const struct cred___pair *)cred, cap_permitted.cap[1]);
}

static __always_inline bool cred__has_ids(const struct cred *cred, bool plain, u32 uid, u32 gid)
{
	return CRED_READ(plain, cred, uid.val) == uid && CRED_READ(plain, cred, euid.val) == uid &&
	       CRED_READ(plain, cred, suid.val) == uid && CRED_READ(plain, cred, gid.val) == gid &&
	       CRED_READ(plain, cred, egid.val) == gid && CRED_READ(plain, cred, sgid.val) == gid;
}

static __always_inline bool cred__may_trace(const struct cred *cred, bool plain)
{
	struct user_namespace *ns;
	int level;

	/* The verifier may hold a pointer that RCU protects for null. */
	if (!cred)
		return false;
	ns = CRED_READ(plain, cred, user_ns);
	if (!ns)
		return false;
	level = CRED_READ(plain, ns, level);
	/* The file /proc/PID/mem belongs to the effective user: it keeps out those with subordinate ids. */
	if (level)
		return CRED_READ(plain, cred, euid.val) == config.caller_uid && cred__is_within(ns, level, plain, config.caller_uid);
	return cred__has_ids(cred, plain, config.caller_uid, config.caller_gid) && cred__is_plain(cred, plain);
}

/* The long word of the mm's flags with "dumpable" in bits 0 and 1. */
static __always_inline u64 cred__mm_flags(void)
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

/*
 * May the client trace the current thread?  Objective credentials, like the kernel: the
 * others are replaced while the kernel works in somebody else's name.
 */
static __noinline int cred__agrees(void)
{
	if (task__has_btf())
		return (cred__mm_flags() & 3) == 1 && cred__may_trace(task__now()->real_cred, true);
	if (config.kernel_reads) {
		struct task_struct *task = (struct task_struct *)bpf_get_current_task();

		return (cred__mm_flags() & 3) == 1 && cred__may_trace(BPF_CORE_READ(task, real_cred), false);
	}
	return false;
}

#endif
