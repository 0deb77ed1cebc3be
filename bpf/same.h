/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * same.h - TCP connections both of whose ends are followed: their bytes are copied where they are sent, and a call that
 * receives them is reported without (struct flow_same).  Only where all of it is certain: the sending calls were recorded
 * in full before this one ended, and both calls are the last ones to have moved bytes of their direction, so that the
 * sequence numbers say which bytes they were.  Else the receiver's are copied too.  The ends find each other by the
 * initial sequence numbers, 64 random bits that are the same at both, with the directions swapped.
 */
#ifndef CLEARTAP_SAME_H
#define CLEARTAP_SAME_H

#include "bpf/flow.h"

#ifdef EMIT_WITH_LOOP

#define SAME_TRIES 16 /* calls that look for an end that is not followed */

/* What is known of the bytes that one end has sent. Another CPU reads it: "to" is written last and read first. */
struct same {
	u64 flow_id;
	u64 from;    /* stream positions: what lies between them was recorded in full */
	u64 to;
	u32 content; /* of the sending flow, then */
	u32 wanted;  /* the other end is followed too: what is sent is kept for it */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, PROBE_SAME_MAX);
	__type(key, u64); /* the initial sequence numbers: sent, then received */
	__type(value, struct same);
} sames __weak SEC(".maps");

static __always_inline bool same__may(const struct flow *f)
{
	return f->protocol == IPPROTO_TCP && f->from_start && f->based && !f->ulp && f->alone < SAME_TRIES;
}

/* Whether all bytes are sent: the flow is known to be plain, or to be decrypted. */
static __always_inline bool same__in_full(const struct flow *f)
{
	return f->content == FLOW_CONTENT_PLAIN || (f->content == FLOW_CONTENT_TLS && config.secrets == PROBE_SECRETS_ALWAYS && !f->tls_id);
}

/* A connection's sequence numbers are known; if its other end was there before, each will need what the other sends. */
static __noinline int same__enter(const struct flow *f)
{
	struct same *other, fresh = {};
	u64 key, there;

	if (!f || !same__may(f))
		return 0;
	fresh.flow_id = f->id;
	there = (u64)f->received_base << 32 | f->sent_base;
	other = bpf_map_lookup_elem(&sames, &there);
	if (other) {
		other->wanted = 1;
		fresh.wanted = 1;
	}
	key = (u64)f->sent_base << 32 | f->received_base;
	bpf_map_update_elem(&sames, &key, &fresh, BPF_ANY);
	return 0;
}

/* Whether positions that end here are the last ones of their direction, and nothing alters bytes below the call (kTLS). */
static __always_inline bool same__is_last(struct sock *sk, const struct flow *f, u32 direction, u64 end)
{
	u32 now = direction == FLOW_SENT ? flow__write_seq(sk) : flow__copied_seq(sk);
	u32 base = direction == FLOW_SENT ? f->sent_base : f->received_base;

	return now - base == (u32)end && !KERNEL_READ(struct inet_connection_sock, sk, icsk_ulp_ops);
}

/* Before the bytes of a sending call are recorded; returns what to tell same__sent() of, or null. */
static __noinline struct same *same__sends(u64 socket, struct flow *f, struct emit *e)
{
	struct same *s;
	u64 key;

	if (!f || !e || !same__is_last((struct sock *)socket, f, FLOW_SENT, e->offset + e->moved))
		return 0;
	key = (u64)f->sent_base << 32 | f->received_base;
	s = bpf_map_lookup_elem(&sames, &key);
	if (!s || s->flow_id != f->id || !s->wanted)
		return 0;
	e->flags |= FLOW_DATA_KEPT;
	return s;
}

/* After them. */
static __noinline int same__sent(struct same *s, const struct emit *e, u32 content)
{
	u64 end;

	if (!s || !e)
		return 0;
	end = e->offset + e->moved;
	if (e->missed || e->done != e->moved || ((e->flags & FLOW_DATA_CIPHERTEXT) && !(e->flags & FLOW_DATA_IN_FULL))) {
		*(volatile u64 *)&s->from = end;
	} else if (*(volatile u64 *)&s->to != e->offset || s->content != content) {
		*(volatile u64 *)&s->from = e->offset;
		*(volatile u32 *)&s->content = content;
	}
	*(volatile u64 *)&s->to = end;
	return 0;
}

/* Reports what a call has received as the bytes that the other end has sent; returns whether that is possible. socket: struct sock. */
EMIT_ALONE int same__received(u64 socket, struct flow *f, u32 moved, u64 start)
{
	struct flow_same *r;
	struct same *s;
	u64 key, to;

	if (!f)
		return 0;
	key = (u64)f->received_base << 32 | f->sent_base;
	s = bpf_map_lookup_elem(&sames, &key);
	if (!s) {
		f->alone++;
		return 0;
	}
	to = *(volatile u64 *)&s->to;
	if (start + moved > to || to - start > FLOW_SAME_MAX || start < *(volatile u64 *)&s->from || s->content != f->content)
		return 0;
	if (!same__is_last((struct sock *)socket, f, FLOW_RECEIVED, start + moved))
		return 0;
	r = maps__reserve(sizeof(*r));
	if (!r) {
		maps__lose(FLOW_LOSS_RING_FULL, moved);
		return 1;
	}
	emit__head(&r->h, FLOW_KIND_SAME, f->id, bpf_get_current_pid_tgid());
	r->other = s->flow_id;
	r->offset = start;
	r->moved = moved;
	r->flags = f->content == FLOW_CONTENT_TLS ? FLOW_DATA_CIPHERTEXT | FLOW_DATA_IN_FULL : 0;
	__builtin_memset(r->reserved, 0, sizeof(r->reserved));
	maps__submit(r);
	return 1;
}

#endif
#endif
