/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * end.h - ends of flows that no state change reports: another socket now has the address,
 * or the last bytes were read after the kernel had closed the connection.  Anything that
 * just disappears is found by the loader (privhelper/loader/ends.h).
 */
#ifndef CLEARTAP_END_H
#define CLEARTAP_END_H

#include "bpf/flow.h"

/* This many bytes are waiting on a connection that the kernel has closed. */
static __noinline int end__tell_unread(struct flow *f, u32 bytes)
{
	struct flow_unread *u;

	if (!f)
		return 0;
	u = maps__reserve(sizeof(*u));
	if (!u) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	emit__head(&u->h, FLOW_KIND_UNREAD, f->id, bpf_get_current_pid_tgid());
	u->bytes = bytes;
	maps__submit(u);
	return 0;
}

/* No more bytes can be moved on the flow. */
static __noinline int end__tell_gone(struct flow *f)
{
	struct flow_state *s;

	if (!f || !f->told)
		return 0;
	s = maps__reserve(sizeof(*s));
	if (!s) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	emit__head(&s->h, FLOW_KIND_STATE, f->id, 0);
	s->old_state = TCP_CLOSE;
	s->new_state = TCP_CLOSE;
	s->error = 0;
	s->reserved = 0;
	s->sent = f->sent;
	s->received = f->received;
	__builtin_memset(&s->tcp, 0xff, sizeof(s->tcp));
	maps__submit(s);
	return 0;
}

/* Bytes that have arrived but were not read yet. */
static __always_inline u32 end__waiting(struct sock *sk)
{
	u32 waiting = BPF_CORE_READ((struct tcp_sock *)sk, rcv_nxt) - flow__copied_seq(sk);

	/* A FIN uses a sequence number too. */
	return waiting && (BPF_CORE_READ(sk, sk_shutdown) & RCV_SHUTDOWN) ? waiting - 1 : waiting;
}

/* The kernel closes the connection; returns whether its program still has bytes to read, which come on this flow. */
static __always_inline bool end__waits(struct sock *sk, struct flow *f)
{
	u32 waiting;

	/* close() with unread bytes has discarded them before this event. */
	if (f->mptcp || !BPF_CORE_READ(sk, sk_receive_queue.qlen))
		return false;
	waiting = end__waiting(sk);
	if (!waiting)
		return false;
	f->unread = 1;
	end__tell_unread(f, waiting);
	return true;
}

/* After a call: the last byte ends the flow of a connection that the kernel has closed. */
EMIT_ALONE int end__was_read(u64 socket, struct flow *f)
{
	if (!f || !f->unread || end__waiting((struct sock *)socket))
		return 0;
	end__tell_gone(f);
	bpf_map_delete_elem(&flows, &socket);
	return 0;
}

#endif
