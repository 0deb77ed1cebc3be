/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * end.h - ends of flows that no change of state tells: another socket has the address
 * now, or the last bytes were read after the kernel had closed the connection.  What
 * just vanishes is the loader's to find (privhelper/loader/ends.h).
 */
#ifndef CLEARTAP_END_H
#define CLEARTAP_END_H

#include "bpf/flow.h"

/* So many bytes wait on a connection that the kernel has closed. */
static __noinline int end__tell_unread(struct flow *f, u32 bytes)
{
	struct flow_unread *u;

	if (!f)
		return 0;
	u = bpf_ringbuf_reserve(&events, sizeof(*u), 0);
	if (!u) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	emit__head(&u->h, FLOW_KIND_UNREAD, f->id, bpf_get_current_pid_tgid());
	u->bytes = bytes;
	bpf_ringbuf_submit(u, BPF_RB_NO_WAKEUP);
	return 0;
}

/* Nobody can move bytes of the flow any more. */
static __noinline int end__tell_gone(struct flow *f)
{
	struct flow_state *s;

	if (!f || !f->told)
		return 0;
	s = bpf_ringbuf_reserve(&events, sizeof(*s), 0);
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
	bpf_ringbuf_submit(s, BPF_RB_NO_WAKEUP);
	return 0;
}

/* Bytes that have arrived and were not read yet. */
static __always_inline u32 end__waiting(struct sock *sk)
{
	u32 waiting = BPF_CORE_READ((struct tcp_sock *)sk, rcv_nxt) - flow__copied_seq(sk);

	/* A FIN takes a sequence number too. */
	return waiting && (BPF_CORE_READ(sk, sk_shutdown) & RCV_SHUTDOWN) ? waiting - 1 : waiting;
}

/* The kernel closes the connection; says whether its program has bytes left to read, which come as this flow's. */
static __always_inline bool end__waits(struct sock *sk, struct flow *f)
{
	u32 waiting;

	/* close() with unread bytes has thrown them away before it says so. */
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
static __always_inline void end__was_read(struct sock *sk, struct flow *f)
{
	u64 key = (u64)sk;

	if (!f->unread || end__waiting(sk))
		return;
	end__tell_gone(f);
	bpf_map_delete_elem(&flows, &key);
}

#endif
