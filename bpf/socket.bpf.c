// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * socket.bpf.c - payload of sockets, at system call exit.  There the arguments are still
 * in the saved registers and the user's buffers hold the bytes, so nothing has to be
 * remembered from the entry.
 */
#define KERNEL_PLAIN_LOADS
#include "bpf/call.h"
#include "bpf/content.h"
#include "bpf/datagram.h"
#include "bpf/end.h"
#include "bpf/file.h"
#include "bpf/flow.h"
#include "bpf/same.h"
#include "bpf/standard.h"
#include "bpf/tls.h"
#include "bpf/uncaptured.h"

#ifdef EMIT_WITH_LOOP
#define CALL_MESSAGES_MAX 1024 /* for recvmmsg and sendmmsg: UIO_MAXIOV, the kernel's own limit */
#else
#define CALL_MESSAGES_MAX 64   /* measured; only the first is captured */
#endif

static __noinline int call__mapped(u32 fd, u64 address)
{
	struct file *file = file__of(fd);
	struct file_key key = {};

	if (!file)
		return 0;
	key.inode = BPF_CORE_READ(file, f_inode, i_ino);
	key.device = BPF_CORE_READ(file, f_inode, i_sb, s_dev);
	file__notice(&key, address, bpf_get_current_pid_tgid() >> 32);
	return 0;
}

/* A separate function because of the stack: all frames together are limited to 512 bytes. */
static __noinline int call__message_buffers(struct emit *e, u64 address)
{
	struct user_message m;

	if (!e || bpf_probe_read_user(&m, sizeof(m), (const void *)address))
		return -1;
	e->iov = m.iov;
	e->iov_count = m.iov_count;
	return 0;
}

#ifndef EMIT_WITH_LOOP
/* Reports a stream's messages after the first. */
static __noinline int call__cut_messages(struct emit *e, const struct call *c)
{
	if (!e || !c || c->total <= e->moved)
		return 0;
	maps__lose(FLOW_LOSS_MESSAGES_CUT, c->total - e->moved);
	e->done = e->moved;
	e->moved = c->total;
	return (e->flags & FLOW_DATA_CIPHERTEXT) && !(e->flags & FLOW_DATA_IN_FULL) ? 0 : emit__rest(e);
}
#endif

/* Sends the payload of a call, or ties it to a TLS object. socket: the address of a struct sock. */
EMIT_ALONE int call__payload(u64 socket, struct flow *f, const struct call *c, u32 moved)
{
	struct sock *sk = (struct sock *)socket;
	struct emit e = {};
	struct same *same __attribute__((unused)) = 0;
	u64 base;

	if (!f || !c)
		return 0;
	if (c->flags & (MSG_PEEK | MSG_ERRQUEUE))
		return 0;
	e.flow_id = f->id;
	e.pid_tgid = bpf_get_current_pid_tgid();
	e.moved = moved;
	e.limit = moved < config.call_limit ? moved : config.call_limit;
	e.direction = c->direction;
	e.origin = FLOW_ORIGIN_SOCKET;
	e.offset = c->placed ? c->offset : flow__advance(sk, f, c->direction, c->total ? c->total : moved);
#ifdef EMIT_WITH_LOOP
	e.watch = f->content == FLOW_CONTENT_PLAIN && f->protocol == IPPROTO_TCP;
#endif
	if (f->protocol == IPPROTO_TCP)
		flow__sample(sk, f);
	if (f->protocol == IPPROTO_UDP && moved > DATAGRAM_USUAL)
		e.datagram = datagram__each(sk, c, moved);
	if (c->form == FORM_UNSEEN || ((c->flags & MSG_TRUNC) && f->protocol == IPPROTO_TCP)) {
		maps__lose(FLOW_LOSS_UNSEEN, moved);
		if (f->content != FLOW_CONTENT_TLS && f->content != FLOW_CONTENT_IGNORED)
			emit__rest(&e);
		return 0;
	}
#ifdef EMIT_WITH_LOOP
	if (same__may(f) && same__in_full(f) && !c->placed) {
		if (c->direction == FLOW_SENT)
			same = same__sends(socket, f, &e);
		else if (moved <= config.call_limit && same__received(socket, f, moved, e.offset))
			return 0;
	}
#endif
	if (c->form == FORM_BUFFER) {
		e.base = c->address;
		e.left = moved < c->size ? moved : c->size;
	} else {
		e.iov = c->address;
		e.iov_count = c->size;
		if (c->form == FORM_MESSAGE && call__message_buffers(&e, c->address)) {
			maps__lose(FLOW_LOSS_FAULT, moved);
			return 0;
		}
#ifdef EMIT_WITH_LOOP
		if (e.watch && emit__gathered(&e)) {
			e.done = moved;
			same__sent(same, &e, f->content);
			if (e.flags & FLOW_DATA_CIPHERTEXT)
				content__began_tls(f, &e, sk, c->fd, 0);
			return 0;
		}
#endif
		if (!content__first_buffer(&e))
			return 0;
	}
	if (!content__wanted(f, &e, sk, c->fd))
		return 0;
	base = e.base;
	emit__call(&e);
#ifdef EMIT_WITH_LOOP
	same__sent(same, &e, f->content);
#else
	call__cut_messages(&e, c);
#endif
	if (e.watch && (e.flags & FLOW_DATA_CIPHERTEXT))
		content__began_tls(f, &e, sk, c->fd, base);
	return 0;
}

/* The flow of a TCP or Unix socket; created and reported when a call first touches it. */
static __noinline struct flow *call__flow(struct sock *sk, u64 number, u32 protocol, const struct call *c, s64 result)
{
	struct flow *f = flow__lookup((u64)sk);
	u32 sent = 0, received = 0;

	if (!c)
		return 0;
	if (f && f->inode != number) {
		/* Zero: created before the socket had a file, or by a state change. */
		if (!f->inode) {
			f->inode = number;
		} else {
			u64 key = (u64)sk;

			end__tell_gone(f);
			bpf_map_delete_elem(&flows, &key);
			f = 0;
		}
	}
	if (!f) {
		if (c->form == FORM_BUFFER || c->form == FORM_VECTOR || c->form == FORM_MESSAGE || c->form == FORM_UNSEEN) {
			if (!(c->flags & (MSG_PEEK | MSG_ERRQUEUE))) {
				sent = c->direction == FLOW_SENT ? result : 0;
				received = c->direction == FLOW_SENT ? 0 : result;
			}
		}
		if (c->form == FORM_CONNECT)
			return 0;
		f = flow__make(sk, number, protocol, sent, received);
		if (!f)
			return 0;
		/* The kernel creates it without a visible state change. */
		if (f->mptcp && c->form == FORM_ACCEPT) {
			f->from_start = 1;
			f->role = FLOW_ROLE_SERVER;
		}
		if (protocol)
			flow__tell(sk, f, BPF_CORE_READ(sk, __sk_common.skc_state));
#ifdef EMIT_WITH_LOOP
		same__enter(f);
#endif
		if (f->mptcp)
			flow__tell_upper_layer(sk, f);
	}
	return f;
}

static __always_inline bool call__message_length(u64 message, u32 *length)
{
	return !bpf_probe_read_user(length, sizeof(*length),
				    (const void *)(message + __builtin_offsetof(struct user_mmessage, length)));
}

#ifdef EMIT_WITH_LOOP
struct messages {
	struct sock *sk;
	struct call *c;
	u64 inode;
	u64 next;
	u32 protocol;
	u32 count;
	u32 total; /* bytes of all */
};

static long call__add_message(u32 index, struct messages *all)
{
	u32 length;

	if (index >= all->count)
		return 1;
	if (!call__message_length(all->next, &length)) {
		all->count = index;
		return 1;
	}
	all->next += sizeof(struct user_mmessage);
	all->total += length;
	return 0;
}

static long call__message(u32 index, struct messages *all)
{
	struct flow *f;
	u32 moved;

	if (index >= all->count || !call__message_length(all->next, &moved))
		return 1;
	all->c->address = all->next;
	all->next += sizeof(struct user_mmessage);
	if (!moved)
		return 0;
	if (all->protocol == IPPROTO_UDP)
		f = datagram__flow(all->sk, all->inode, all->c);
	else
		f = flow__lookup((u64)all->sk);
	if (f && f->content != FLOW_CONTENT_IGNORED)
		call__payload((u64)all->sk, f, all->c, moved);
	all->c->offset += moved;
	return 0;
}

/*
 * recvmmsg and sendmmsg: each message has its own length, and in UDP its own peer. DNS clients use them. In a
 * stream the call has moved all of them before any is examined, so positions are counted from the first.
 */
static __noinline int call__messages(struct sock *sk, u32 protocol, struct call *c, u64 inode, u32 count)
{
	struct messages all = {.sk = sk, .c = c, .inode = inode, .protocol = protocol, .count = count};
	struct flow *f;

	if (!c || (c->flags & (MSG_PEEK | MSG_ERRQUEUE)))
		return 0;
	all.next = c->address;
	bpf_loop(CALL_MESSAGES_MAX, call__add_message, &all, 0);
	if (!all.total)
		return 0;
	all.next = all.c->address;
	all.c->form = FORM_MESSAGE;
	if (all.protocol != IPPROTO_UDP) {
		f = call__flow(all.sk, all.inode, all.protocol, all.c, all.total);
		if (!f)
			return 0;
		all.c->offset = flow__advance(all.sk, f, all.c->direction, all.total);
		all.c->placed = 1;
	}
	bpf_loop(CALL_MESSAGES_MAX, call__message, &all, 0);
	if (all.protocol == IPPROTO_TCP)
		end__was_read((u64)all.sk, flow__lookup((u64)all.sk));
	return 0;
}
#else
/* Reduces the call to its first message, and returns its length; for a stream, c->total is the number of bytes in all. */
static __noinline u32 call__first_message(struct call *c, u32 protocol, u32 count)
{
	u32 first, length;

	if (!c || !call__message_length(c->address, &first))
		return 0;
	c->form = FORM_MESSAGE;
	if (count < 2)
		return first;
	if (protocol == IPPROTO_UDP) {
		maps__lose(FLOW_LOSS_MESSAGES_CUT, 0);
		return first;
	}
	for (u32 i = 0; i < CALL_MESSAGES_MAX && i < count; i++) {
		if (!call__message_length(c->address + i * sizeof(struct user_mmessage), &length))
			break;
		c->total += length;
	}
	return first;
}
#endif

/* Standard input or output; returns whether it is followed as such. */
static __noinline int call__standard(struct call *c, s64 result)
{
	struct flow *f = standard__flow(c, result);

	if (!f)
		return 0;
	call__payload(0, f, c, result);
	return 1;
}

/* The socket behind a descriptor, if it is of a supported kind. */
static __always_inline int call__socket(struct call *c, s64 result)
{
	struct file *file = file__of(c->fd);
	u32 family, mode, protocol, type;
	struct socket *socket;
	struct inode *inode;
	struct flow *f;
	struct sock *sk;
	u64 number;

	inode = KERNEL_READ(struct file, file, f_inode);
	mode = KERNEL_READ(struct inode, inode, i_mode) & S_IFMT;
	if (standard__may_be(c) && (mode == S_IFIFO || mode == S_IFSOCK) && call__standard(c, result))
		return 0;
	if (mode != S_IFSOCK) {
		if (c->other == ~0u)
			return 0;
		c->fd = c->other;
		c->direction = FLOW_SENT;
		file = file__of(c->fd);
		inode = BPF_CORE_READ(file, f_inode);
		if ((BPF_CORE_READ(inode, i_mode) & S_IFMT) != S_IFSOCK)
			return 0;
	}
	socket = KERNEL_READ(struct file, file, private_data);
	sk = (struct sock *)KERNEL_READ_ADDRESS((void *)socket + bpf_core_field_offset(struct socket, sk));
	if (!sk)
		return 0;
	family = KERNEL_READ(struct sock, sk, __sk_common.skc_family);
	if (family == AF_INET || family == AF_INET6) {
		protocol = KERNEL_READ(struct sock, sk, sk_protocol);
		if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP && protocol != IPPROTO_MPTCP)
			return uncaptured__count(c, family, 0, protocol, result);
	} else {
		type = BPF_CORE_READ(socket, type);
		if (family != AF_UNIX || type != SOCK_STREAM)
			return uncaptured__count(c, family, type, 0, result);
		protocol = 0;
	}
	number = KERNEL_READ(struct inode, inode, i_ino);
	if (c->form == FORM_MESSAGES) {
#ifdef EMIT_WITH_LOOP
		return call__messages(sk, protocol, c, number, result);
#else
		result = call__first_message(c, protocol, result);
		if (!result)
			return 0;
#endif
	}
#ifndef EMIT_WITH_LOOP
	/* A single state again for all forms. */
	EMIT_FORGET(c->address, number);
	EMIT_FORGET(c->name, number);
	EMIT_FORGET(c->offset, number);
	EMIT_FORGET(c->flags, (u32)number);
	EMIT_FORGET(c->size, (u32)number);
	EMIT_FORGET(c->total, (u32)number);
	EMIT_FORGET(c->form, (u32)number);
	EMIT_FORGET(c->direction, (u32)number);
	EMIT_FORGET(c->placed, (u32)number);
	EMIT_FORGET(result, number);
#endif
	if (protocol == IPPROTO_UDP)
		f = c->flags & (MSG_PEEK | MSG_ERRQUEUE) ? 0 : datagram__flow(sk, number, c);
	else
		f = call__flow(sk, number, protocol, c, c->total ? c->total : result);
	if (!f || f->content == FLOW_CONTENT_IGNORED || c->form == FORM_ACCEPT)
		return 0;
	EMIT_FORGET(protocol, (u32)number);
	call__payload((u64)sk, f, c, result);
	if (protocol == IPPROTO_TCP)
		end__was_read((u64)sk, f);
	return 0;
}

/* A connect() that was refused before a SYN was sent: no state change reports it. */
static __noinline int call__unconnected(struct call *c, s32 error)
{
	struct file *file = file__of(c->fd);
	struct flow_socket *s;
	struct flow_state *st;
	struct socket *socket;
	struct sock *sk;
	u64 id, pid_tgid = bpf_get_current_pid_tgid();
	struct {
		u16 family;
		__be16 port;
		u8 rest[24];
	} address = {};

	if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return 0;
	socket = BPF_CORE_READ(file, private_data);
	sk = BPF_CORE_READ(socket, sk);
	if (!flow__is_tcp(sk))
		return 0;
	if (flow__lookup((u64)sk))
		return 0;
	if (bpf_probe_read_user(&address, c->size < sizeof(address) ? c->size & 31 : sizeof(address),
				(const void *)c->address))
		return 0;
	if (address.family != AF_INET && address.family != AF_INET6)
		return 0;
	id = maps__new_id(bpf_ktime_get_boot_ns());
	s = maps__reserve(sizeof(*s));
	if (!s)
		return 0;
	__builtin_memset(s, 0, sizeof(*s));
	emit__head(&s->h, FLOW_KIND_SOCKET, id, pid_tgid);
	s->family = address.family;
	if (address.family == AF_INET)
		__builtin_memcpy(s->remote, address.rest, 4);
	else
		__builtin_memcpy(s->remote, address.rest + 4, 16);
	s->remote_port = __builtin_bswap16(address.port);
	s->protocol = IPPROTO_TCP;
	s->role = FLOW_ROLE_CLIENT;
	s->state = TCP_CLOSE;
	s->netns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	s->uid = BPF_CORE_READ(sk, sk_uid.val);
	s->cgroup_id = bpf_get_current_cgroup_id();
	s->from_start = 1;
	maps__submit(s);
	st = maps__reserve(sizeof(*st));
	if (!st)
		return 0;
	__builtin_memset(st, 0, sizeof(*st));
	emit__head(&st->h, FLOW_KIND_STATE, id, pid_tgid);
	st->old_state = TCP_SYN_SENT;
	st->new_state = TCP_CLOSE;
	st->error = -error;
	__builtin_memset(&st->tcp, 0xff, sizeof(st->tcp));
	maps__submit(st);
	return 0;
}

/* sys_exit(regs, result) */
TRACEPOINT(socket_call, sys_exit)
{
	s64 result = ctx[1];
	u64 pid_tgid, number;
	u32 form;
	struct call c = {};

	/* EACCES, EPERM, EADDRNOTAVAIL, ENETUNREACH, EHOSTUNREACH may come from connect(). */
	if (result <= 0 && result != -13 && result != -1 && result != -99 && result != -101 && result != -113)
		return 0;
	number = KERNEL_READ(struct pt_regs, ctx[0], orig_ax);
	if (!call__is_followed(number)) {
		if (result > 0 && uncaptured__may_be_compat(number) && uncaptured__is_compat() &&
		    task__is_subject(bpf_get_current_pid_tgid() >> 32))
			uncaptured__count_compat(ctx[0], number, result);
		return 0;
	}
	form = call__parse(ctx[0], &c);
	if (form == FORM_NONE || (result < 0) != (form == FORM_CONNECT))
		return 0;
	if (!task__is_subject(bpf_get_current_pid_tgid() >> 32) || uncaptured__is_compat())
		return 0;
	pid_tgid = bpf_get_current_pid_tgid();
	if (c.form == FORM_CONNECT)
		return call__unconnected(&c, result);
	if (c.form == FORM_MAP)
		return call__mapped(c.fd, result);
	if (c.form == FORM_ACCEPT)
		c.fd = result;
	/* One state for all system calls, otherwise the verifier walks the rest for each. */
	EMIT_FORGET(c.form, (u32)pid_tgid);
	EMIT_FORGET(c.direction, (u32)pid_tgid);
	EMIT_FORGET(c.flags, (u32)pid_tgid);
	EMIT_FORGET(c.other, (u32)pid_tgid);
	EMIT_FORGET(c.fd, (u32)pid_tgid);
	return call__socket(&c, result);
}

/* As described in tracefs: raw_syscalls/sys_exit. */
struct exit_record {
	u64 common;
	s64 number;
	s64 result;
};

/*
 * The same at a perf tracepoint, whose programs are not preempted.  On 7.2 those above
 * are, and meanwhile the kernel skips them for calls of other tasks on that CPU.
 */
SEC("tracepoint/raw_syscalls/sys_exit")
int socket_call_perf(struct exit_record *record)
{
	u64 arguments[2] = {bpf_task_pt_regs(task__now()), record->result};

	return socket_call_body(arguments);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
