// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * existing.bpf.c - connections that exist when the capture starts.  The loader reads two iterators over the files of all tasks: the first
 * finds listening sockets, the second reports the subjects' connections.  A third periodically marks what is still open.  Files, not
 * sockets: they tell whose a socket is, and the network namespace does not matter.
 */
#include "bpf/flow.h"

/* struct bpf_iter__task_file: meta, task, fd, file */
#define ITERATED_TASK 1
#define ITERATED_FILE 3

static __always_inline struct sock *existing__any_sock(struct file *file)
{
	struct socket *socket;

	if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return 0;
	socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

/* The TCP socket behind the file, or NULL. */
static __always_inline struct sock *existing__sock(struct file *file)
{
	struct sock *sk = existing__any_sock(file);
	u32 family;

	if (!sk)
		return 0;
	family = BPF_CORE_READ(sk, __sk_common.skc_family);
	return (family == AF_INET || family == AF_INET6) && flow__is_tcp(sk) ? sk : 0;
}

SEC("iter/task_file")
int existing_listeners(u64 *ctx)
{
	struct sock *sk = existing__sock((struct file *)ctx[ITERATED_FILE]);
	struct listener_key key;
	u8 here = 1;

	if (!sk || BPF_CORE_READ(sk, __sk_common.skc_state) != TCP_LISTEN)
		return 0;
	key = flow__listener_key(sk);
	bpf_map_update_elem(&listeners, &key, &here, BPF_ANY);
	return 0;
}

SEC("iter/task_file")
int existing_connections(u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[ITERATED_TASK];
	struct file *file = (struct file *)ctx[ITERATED_FILE];
	struct sock *sk = existing__sock(file);
	u32 tgid, state;
	struct flow f = {}, *made;
	u64 key = (u64)sk;

	if (!sk || !task)
		return 0;
	tgid = BPF_CORE_READ(task, tgid);
	state = BPF_CORE_READ(sk, __sk_common.skc_state);
	if (state == TCP_CLOSE || state == TCP_LISTEN || !bpf_map_lookup_elem(&listed, &tgid))
		return 0;
	/* Accepted since the probes were attached: the accepting call sees it from its start. */
	if (bpf_map_lookup_elem(&pendings, &key))
		return 0;
	f.id = maps__new_id(bpf_ktime_get_boot_ns());
	f.pid_tgid = (u64)tgid << 32 | (u32)BPF_CORE_READ(task, pid);
	f.cgroup_id = BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
	f.inode = BPF_CORE_READ(file, f_inode, i_ino);
	f.protocol = IPPROTO_TCP;
	f.role = flow__role(sk);
	f.from_start = state == TCP_SYN_SENT;
	f.mptcp = BPF_CORE_READ(sk, sk_protocol) == IPPROTO_MPTCP;
	f.ulp = f.mptcp || BPF_CORE_READ((struct inet_connection_sock *)sk, icsk_ulp_ops) != 0;
	/* Not "based": a call may be in progress now. The first one to end determines the positions. */
	if (bpf_map_update_elem(&flows, &key, &f, BPF_NOEXIST))
		return 0;
	made = bpf_map_lookup_elem(&flows, &key);
	if (!made || made->id != f.id)
		return 0;
	/* Closed in between: nothing will report its end. */
	if (BPF_CORE_READ(sk, __sk_common.skc_state) == TCP_CLOSE) {
		bpf_map_delete_elem(&flows, &key);
		return 0;
	}
	flow__tell(sk, made, state);
	return 0;
}

/* Those flows without an end event that a process still has open: privhelper/loader/ends.h. */
SEC("iter/task_file")
int existing_held(u64 *ctx)
{
	struct sock *sk = existing__any_sock((struct file *)ctx[ITERATED_FILE]);
	u64 key = (u64)sk;
	struct flow *f;

	if (!sk)
		return 0;
	f = bpf_map_lookup_elem(&flows, &key);
	if (f)
		f->held = bpf_ktime_get_boot_ns();
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
