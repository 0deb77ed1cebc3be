/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * call.h - which system calls move the bytes of sockets, and where according to their
 * arguments those bytes are.
 */
#ifndef CLEARTAP_CALL_H
#define CLEARTAP_CALL_H

#include "bpf/maps.h"

/* The part of pt_regs that holds a system call's arguments and number, in order. */
struct call_registers {
	u64 arg4, arg6, arg5, result, clobbered, arg3, arg2, arg1, number;
};

enum call_form {
	FORM_NONE = 0,
	FORM_BUFFER,   /* (fd, buffer, length) */
	FORM_VECTOR,   /* (fd, iov, count) */
	FORM_MESSAGE,  /* (fd, msghdr) */
	FORM_MESSAGES, /* (fd, mmsghdr, count): the result counts messages */
	FORM_UNSEEN,   /* bytes that are never in user memory */
	FORM_ACCEPT,
	FORM_CONNECT,
	FORM_MAP,
};

struct call {
	u64 address;
	u64 name;   /* of the peer: user address of a struct sockaddr, or 0 */
	u64 offset; /* where its bytes are in the stream, if known: placed */
	u32 fd;
	u32 flags;  /* MSG_ */
	u32 size;   /* of the buffer, or number of buffers */
	u32 other;  /* splice: the second descriptor */
	u32 total;  /* bytes of all messages if only the first is captured; else 0 */
	u8 form;    /* enum call_form */
	u8 direction;
	u8 placed;
};

/* Called for every system call on the machine: those named below, and no others. */
static __always_inline bool call__is_followed(u64 number)
{
	const u64 low = 1ull << 0 | 1ull << 1 | 1ull << 9 | 1ull << 19 | 1ull << 20 | 1ull << 40 | 1ull << 42 |
			1ull << 43 | 1ull << 44 | 1ull << 45 | 1ull << 46 | 1ull << 47;

	if (number < 64)
		return low >> number & 1;
	return number == 275 || number == 288 || number == 299 || number == 307 || number == 327 || number == 328;
}

static __always_inline void call__registers(u64 registers, struct call_registers *r)
{
	if (KERNEL_HAS_CAST) {
		struct pt_regs *saved = KERNEL_CAST(struct pt_regs, registers);

		r->arg1 = saved->di;
		r->arg2 = saved->si;
		r->arg3 = saved->dx;
		r->arg4 = saved->r10;
		r->arg5 = saved->r8;
		r->number = saved->orig_ax;
	} else {
		bpf_probe_read_kernel(r, sizeof(*r), (const void *)(registers + __builtin_offsetof(struct pt_regs, r10)));
	}
}

/* The result must be used: if no caller does, the compiler returns whatever is in the register, which kernels before 6.2 reject. */
static __noinline int call__parse(u64 registers, struct call *c)
{
	struct call_registers saved, *r = &saved;

	if (!c)
		return FORM_NONE;
	call__registers(registers, r);
	c->fd = r->arg1;
	c->address = r->arg2;
	c->size = r->arg3;
	c->flags = 0;
	c->direction = FLOW_RECEIVED;
	c->form = FORM_NONE;
	c->other = ~0u;
	c->name = 0;
	c->placed = 0;
	c->total = 0;
	switch (r->number) {
	case 0: /* read */
		c->form = FORM_BUFFER;
		break;
	case 1: /* write */
		c->form = FORM_BUFFER;
		c->direction = FLOW_SENT;
		break;
	case 45: /* recvfrom */
		c->form = FORM_BUFFER;
		c->flags = r->arg4;
		c->name = r->arg5;
		break;
	case 44: /* sendto */
		c->form = FORM_BUFFER;
		c->name = r->arg5;
		c->direction = FLOW_SENT;
		break;
	case 19:  /* readv */
	case 327: /* preadv2 */
		c->form = FORM_VECTOR;
		break;
	case 20:  /* writev */
	case 328: /* pwritev2 */
		c->form = FORM_VECTOR;
		c->direction = FLOW_SENT;
		break;
	case 47: /* recvmsg */
		c->form = FORM_MESSAGE;
		c->flags = r->arg3;
		break;
	case 46: /* sendmsg */
		c->form = FORM_MESSAGE;
		c->direction = FLOW_SENT;
		break;
	case 299: /* recvmmsg */
		c->form = FORM_MESSAGES;
		c->flags = r->arg4;
		break;
	case 307: /* sendmmsg */
		c->form = FORM_MESSAGES;
		c->direction = FLOW_SENT;
		break;
	case 40: /* sendfile(out, in, …) */
		c->form = FORM_UNSEEN;
		c->direction = FLOW_SENT;
		break;
	case 275: /* splice(in, offset, out, …): either may be the socket */
		c->form = FORM_UNSEEN;
		c->other = r->arg3;
		break;
	case 43:  /* accept */
	case 288: /* accept4 */
		c->form = FORM_ACCEPT;
		break;
	case 9: /* mmap */
		if ((r->arg3 & PROT_EXEC) && !(r->arg4 & MAP_ANONYMOUS)) {
			c->form = FORM_MAP;
			c->fd = r->arg5;
		}
		break;
	case 42: /* connect */
		c->form = FORM_CONNECT;
		break;
	}
	return c->form;
}

#endif
