// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * process.bpf.c - process tracking: fork, exec, exit.  Loaded together with the TLS side,
 * so it too must do without bpf_probe_read_kernel: the tracepoints' arguments are read by
 * plain loads, which only tp_btf programs may do.
 */
#include "bpf/emit.h"
#include "bpf/file.h"
#include "bpf/path.h"

#define FIELD(pointer, field) (config.kernel_reads ? BPF_CORE_READ(pointer, field) : (pointer)->field)

/* The program's file; if its path must not be read, what exec was given. */
static __always_inline void process__name(struct flow_process *p, struct file *exe, u64 given)
{
	if (config.kernel_reads && exe) {
		u32 at = path__write(exe, p->path);

		if (at < FLOW_PATH_LEN)
			p->path_begin = at;
		else
			p->path[0] = 0;
		return;
	}
	bpf_probe_read_user_str(p->path, sizeof(p->path), (const void *)given);
}

#define PROCESS_RECORD(size)                                                              \
	struct process_record_##size {                                                    \
		struct flow_process p;                                                    \
		char args[size];                                                          \
	};                                                                                \
	static __always_inline int process__tell_##size(struct file *exe, u64 path, u64 args, u32 len, u32 ppid, u64 start) \
	{                                                                                 \
		u64 pid_tgid = bpf_get_current_pid_tgid(), ids = bpf_get_current_uid_gid(); \
		struct process_record_##size *r;                                          \
                                                                                          \
		r = maps__reserve(sizeof(*r));                          \
		if (!r)                                                                   \
			return -1;                                                        \
		__builtin_memset(&r->p, 0, sizeof(r->p));                                 \
		emit__head(&r->p.h, FLOW_KIND_PROCESS, 0, pid_tgid);                      \
		r->p.start_ns = start;                                                    \
		r->p.cgroup_id = bpf_get_current_cgroup_id();                             \
		r->p.ppid = ppid;                                                         \
		r->p.uid = (u32)ids;                                                      \
		r->p.gid = ids >> 32;                                                     \
		r->p.executed = 1;                                                        \
		r->p.args_cut = len > size;                                               \
		barrier_var(len);                                                         \
		if (len > size)                                                           \
			len = size;                                                       \
		process__name(&r->p, exe, path);                                          \
		if (!bpf_probe_read_user(r->args, len, (const void *)args))               \
			r->p.args_len = len;                                              \
		bpf_get_current_comm(r->p.comm, sizeof(r->p.comm));                       \
		maps__submit(r);                                  \
		return 0;                                                                 \
	}

PROCESS_RECORD(256)
PROCESS_RECORD(2048)

static __always_inline u32 process__ppid(void)
{
	if (task__has_btf())
		return task__now()->real_parent->tgid;
	if (config.kernel_reads) {
		struct task_struct *task = (struct task_struct *)bpf_get_current_task();

		return BPF_CORE_READ(task, real_parent, tgid);
	}
	return 0;
}

/* The program's file: separate from mapping notices, since exec maps it without a system call. */
static __always_inline void process__notice_exe(struct mm_struct *mm, u32 tgid)
{
	struct file_key key = {};
	struct file *exe = FIELD(mm, exe_file);
	struct inode *inode;
	struct super_block *sb;

	if (!exe)
		return;
	inode = FIELD(exe, f_inode);
	sb = FIELD(inode, i_sb);
	key.inode = FIELD(inode, i_ino);
	key.device = FIELD(sb, s_dev);
	file__notice(&key, FIELD(mm, start_code), tgid);
}

/* sched_process_exec(task, old_pid, bprm): the new program's memory is in place */
TRACEPOINT(process_exec, sched_process_exec)
{
	struct task_struct *task = (struct task_struct *)ctx[0];
	struct linux_binprm *bprm = (struct linux_binprm *)ctx[2];
	u64 pid_tgid = bpf_get_current_pid_tgid(), args, end;
	u32 tgid = pid_tgid >> 32;
	struct mm_struct *mm;
	int failed;

	bpf_map_delete_elem(&threads, &pid_tgid);
	bpf_map_delete_elem(&secret_readers, &tgid);
	/* The new program may be in scope where the old one was not. */
	if (task__judge(tgid) != SUBJECT_YES || !task__is_subject(tgid))
		return 0;
	mm = FIELD(task, mm);
	if (!mm)
		return 0;
	args = FIELD(mm, arg_start);
	end = FIELD(mm, arg_end);
	if (end - args <= 256)
		failed = process__tell_256(FIELD(mm, exe_file), FIELD(bprm, exec), args, end - args, process__ppid(), task__start_ns());
	else
		failed = process__tell_2048(FIELD(mm, exe_file), FIELD(bprm, exec), args,
					    end - args > 0xffff ? 0xffff : end - args, process__ppid(), task__start_ns());
	if (failed)
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
	process__notice_exe(mm, tgid);
	return 0;
}

/* sched_process_fork(parent, child) */
TRACEPOINT(process_fork, sched_process_fork)
{
	struct task_struct *child = (struct task_struct *)ctx[1];
	u32 parent_tgid = bpf_get_current_pid_tgid() >> 32, tgid = FIELD(child, tgid);
	struct subject *parent, copy;
	struct flow_process *p;
	u32 *reader;
	u64 ids;

	if (tgid == parent_tgid)
		return 0;
	parent = bpf_map_lookup_elem(&subjects, &parent_tgid);
	if (!parent || parent->verdict == SUBJECT_EXCLUDED)
		return 0;
	if (parent->verdict == SUBJECT_NO && !parent->chosen)
		return 0;
	copy = *parent;
	copy.start_ns = FIELD(child, start_boottime);
	if (config.mode == PROBE_MODE_PIDS && copy.verdict != SUBJECT_EXCLUDED_TREE) {
		if (!config.follow_children)
			return 0;
		/* Not judged here: the parent's verdict may date from its last exec. */
		copy.judged = 0;
	}
	copy.seen = task__is_subject(parent_tgid);
	bpf_map_update_elem(&subjects, &tgid, &copy, BPF_ANY);
	reader = bpf_map_lookup_elem(&secret_readers, &parent_tgid);
	if (reader)
		bpf_map_update_elem(&secret_readers, &tgid, reader, BPF_ANY);
	if (!copy.seen)
		return 0;
	p = maps__reserve(sizeof(*p));
	if (!p) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	__builtin_memset(p, 0, sizeof(*p));
	emit__head(&p->h, FLOW_KIND_PROCESS, 0, (u64)tgid << 32 | tgid);
	ids = bpf_get_current_uid_gid();
	p->start_ns = copy.start_ns;
	p->cgroup_id = bpf_get_current_cgroup_id();
	p->ppid = parent_tgid;
	p->uid = (u32)ids;
	p->gid = ids >> 32;
	bpf_get_current_comm(p->comm, sizeof(p->comm));
	maps__submit(p);
	return 0;
}

/* sched_process_exit(task): for each thread */
TRACEPOINT(process_exit, sched_process_exit)
{
	struct task_struct *task = (struct task_struct *)ctx[0];
	u64 pid_tgid = bpf_get_current_pid_tgid();
	u32 tgid = pid_tgid >> 32;
	struct signal_struct *signal;
	struct subject *subject;
	struct flow_exit *e;

	bpf_map_delete_elem(&threads, &pid_tgid);
	signal = FIELD(task, signal);
	if (FIELD(signal, live.counter) > 0)
		return 0;
	bpf_map_delete_elem(&secret_readers, &tgid);
	subject = bpf_map_lookup_elem(&subjects, &tgid);
	if (!subject)
		return 0;
	if (subject->seen) {
		e = maps__reserve(sizeof(*e));
		if (e) {
			emit__head(&e->h, FLOW_KIND_EXIT, 0, pid_tgid);
			e->exit_code = FIELD(task, exit_code);
			e->reserved = 0;
			maps__submit(e);
		} else {
			maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		}
	}
	bpf_map_delete_elem(&subjects, &tgid);
	return 0;
}
