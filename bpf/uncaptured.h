/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * uncaptured.h - transfers between programs that are not captured: other kinds of
 * sockets, and system calls of 32-bit programs.  Counted by kind, to name them.
 */
#ifndef CLEARTAP_UNCAPTURED_H
#define CLEARTAP_UNCAPTURED_H

#include "bpf/call.h"
#include "bpf/file.h"

/* Bytes of sockets of a kind that is not captured, which the application names. */
static __noinline int uncaptured__count(const struct call *c, u32 family, u32 type, u32 protocol, s64 result)
{
	u32 cause;

	if (!c || result <= 0 || c->form == FORM_ACCEPT || (c->flags & (MSG_PEEK | MSG_ERRQUEUE)))
		return 0;
	if (family == AF_VSOCK)
		cause = FLOW_LOSS_VSOCK;
	else if (family == AF_SMC || ((family == AF_INET || family == AF_INET6) && protocol == IPPROTO_SMC))
		cause = FLOW_LOSS_SMC;
	else if (family == AF_UNIX && type == SOCK_SEQPACKET)
		cause = FLOW_LOSS_PACKETS;
	else if (family != AF_INET && family != AF_INET6)
		return 0; /* no traffic between programs: netlink, packets, keys */
	else
		cause = protocol == IPPROTO_SCTP ? FLOW_LOSS_SCTP : FLOW_LOSS_PROTOCOL;
	maps__lose(cause, c->form == FORM_MESSAGES ? 0 : result);
	return 0;
}

static __always_inline bool uncaptured__is_compat(void)
{
	if (task__has_btf())
		return task__now()->thread_info.status & TS_COMPAT;
	return BPF_CORE_READ((struct task_struct *)bpf_get_current_task(), thread_info.status) & TS_COMPAT;
}

/* The system calls of 32-bit programs that move bytes of sockets: read, write, socketcall, readv, writev, and sendto to recvmsg. */
static __always_inline bool uncaptured__may_be_compat(u64 number)
{
	return number == 3 || number == 4 || number == 102 || number == 145 || number == 146 || (number >= 369 && number <= 372);
}

/* Counts what they move on Internet sockets; their arguments are not interpreted. */
static __noinline int uncaptured__count_compat(u64 registers, u64 number, s64 result)
{
	struct pt_regs *r = (struct pt_regs *)registers;
	u32 fd = BPF_CORE_READ(r, bx), family;
	struct socket *socket;
	struct file *file;
	struct sock *sk;

	if (number == 102) {
		/* socketcall(call, arguments): from SYS_SEND to SYS_RECVFROM, SYS_SENDMSG, SYS_RECVMSG */
		if ((fd < 9 || fd > 12) && fd != 16 && fd != 17)
			return 0;
		if (bpf_probe_read_user(&fd, sizeof(fd), (const void *)(u64)(u32)BPF_CORE_READ(r, cx)))
			return 0;
	}
	file = file__of(fd);
	if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return 0;
	socket = BPF_CORE_READ(file, private_data);
	sk = BPF_CORE_READ(socket, sk);
	family = BPF_CORE_READ(sk, __sk_common.skc_family);
	if (family == AF_INET || family == AF_INET6)
		maps__lose(FLOW_LOSS_COMPAT, result);
	return 0;
}

#endif
