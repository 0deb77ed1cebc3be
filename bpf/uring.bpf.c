// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * uring.bpf.c - bytes of sockets moved by io_uring.  The buffers may be registered, chosen
 * by the kernel, or already reused, so the bytes cannot be read; their flow, direction and
 * number can, and are reported as a gap.
 */
#include "bpf/flow.h"
#include "bpf/task.h"

/* include/uapi/linux/io_uring.h: enum io_uring_op */
static __always_inline int uring__direction(u8 opcode)
{
	switch (opcode) {
	case 1:  /* READV */
	case 4:  /* READ_FIXED */
	case 10: /* RECVMSG */
	case 22: /* READ */
	case 27: /* RECV */
		return FLOW_RECEIVED;
	case 2:  /* WRITEV */
	case 5:  /* WRITE_FIXED */
	case 9:  /* SENDMSG */
	case 23: /* WRITE */
	case 26: /* SEND */
	case 47: /* SEND_ZC */
	case 48: /* SENDMSG_ZC */
		return FLOW_SENT;
	}
	return -1;
}

static __noinline int uring__moved(struct io_kiocb *request, s32 moved)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct emit e = {};
	struct socket *socket;
	struct inode *inode;
	struct file *file;
	struct flow *f;
	struct sock *sk;
	int direction;
	u32 family, protocol;
	u64 number;

	if (!request || moved <= 0)
		return 0;
	direction = uring__direction(BPF_CORE_READ(request, opcode));
	if (direction < 0 || !task__is_subject(pid_tgid >> 32))
		return 0;
	file = BPF_CORE_READ(request, file);
	inode = BPF_CORE_READ(file, f_inode);
	if (!file || (BPF_CORE_READ(inode, i_mode) & S_IFMT) != S_IFSOCK)
		return 0;
	maps__lose(FLOW_LOSS_UNSEEN, moved);
	socket = BPF_CORE_READ(file, private_data);
	sk = BPF_CORE_READ(socket, sk);
	family = sk ? BPF_CORE_READ(sk, __sk_common.skc_family) : 0;
	if ((family != AF_INET && family != AF_INET6) || !flow__is_tcp(sk))
		return 0;
	protocol = BPF_CORE_READ(sk, sk_protocol);
	number = BPF_CORE_READ(inode, i_ino);
	f = flow__lookup((u64)sk);
	if (!f) {
		f = flow__make(sk, number, protocol, direction == FLOW_SENT ? moved : 0, direction == FLOW_SENT ? 0 : moved);
		if (!f)
			return 0;
		flow__tell(sk, f, BPF_CORE_READ(sk, __sk_common.skc_state));
	}
	if (!f->inode)
		f->inode = number;
	e.flow_id = f->id;
	e.pid_tgid = pid_tgid;
	e.moved = moved;
	e.direction = direction;
	e.origin = FLOW_ORIGIN_SOCKET;
	e.offset = flow__advance(sk, f, direction, moved);
	flow__sample(sk, f);
	if (f->content != FLOW_CONTENT_TLS)
		emit__rest(&e);
	return 0;
}

/* Since 6.13: io_uring_complete(ring, request, completion) */
TRACEPOINT(uring_completion, io_uring_complete)
{
	struct io_uring_cqe *completion = (struct io_uring_cqe *)ctx[2];

	return uring__moved((struct io_kiocb *)ctx[1], BPF_CORE_READ(completion, res));
}

/* Since 5.19: io_uring_complete(ring, request, user's data, result, flags, …) */
TRACEPOINT(uring_result, io_uring_complete)
{
	return uring__moved((struct io_kiocb *)ctx[1], ctx[3]);
}

