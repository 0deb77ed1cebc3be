/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * tls.h - TLS objects (an SSL *, a gnutls_session_t) and their tie to a socket.
 * No kernel memory is read here.
 */
#ifndef CLEARTAP_TLS_H
#define CLEARTAP_TLS_H

#include "bpf/emit.h"

static __always_inline void tls__tell_end(struct object *o, u64 pid_tgid)
{
	struct flow_tls_end *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return;
	}
	emit__head(&e->h, FLOW_KIND_TLS_END, o->flow_id, pid_tgid);
	e->tls_id = o->tls_id;
	e->sent = o->sent;
	e->received = o->received;
	bpf_ringbuf_submit(e, BPF_RB_NO_WAKEUP);
}

static __always_inline void tls__tell_tie(struct object *o, u64 pid_tgid)
{
	struct flow_tie *t = bpf_ringbuf_reserve(&events, sizeof(*t), 0);

	if (!t) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return;
	}
	__builtin_memset(t, 0, sizeof(*t));
	emit__head(&t->h, FLOW_KIND_TIE, o->flow_id, pid_tgid);
	t->tls_id = o->tls_id;
	t->kind = o->tie;
	t->origin = o->origin;
	bpf_ringbuf_submit(t, BPF_RB_NO_WAKEUP);
}

/*
 * Tells what the handshake of an object settled.  places: where the library keeps the
 * selected protocol (RFC 7301), a pointer and a length: enum tls_cookie.
 */
static __noinline int tls__tell_facts(struct object *o, u64 address, u64 places, u32 facts)
{
	u32 at = places >> TLS_COOKIE_ALPN & 0xffff, holder = places >> TLS_COOKIE_ALPN_HOLDER & 0xffff;
	struct flow_tls_facts *t;
	u64 text[2] = {};

	if (!o)
		return 0;
	o->told |= facts | FLOW_TLS_ALPN;
	if (holder && bpf_probe_read_user(&address, sizeof(address), (const void *)(address + holder)))
		return 0;
	if (at && !bpf_probe_read_user(text, sizeof(text), (const void *)(address + at)))
		facts |= FLOW_TLS_ALPN;
	if (!facts)
		return 0;
	t = bpf_ringbuf_reserve(&events, sizeof(*t), 0);
	if (!t) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	__builtin_memset(t, 0, sizeof(*t));
	emit__head(&t->h, FLOW_KIND_TLS_FACTS, o->flow_id, bpf_get_current_pid_tgid());
	t->tls_id = o->tls_id;
	if (text[0]) {
		u32 length = text[1];

		barrier_var(length);
		if (!length || length > FLOW_ALPN_MAX || bpf_probe_read_user(t->alpn, length, (const void *)text[0]))
			facts &= ~FLOW_TLS_ALPN;
		else
			t->alpn_length = length;
	}
	t->facts = facts;
	bpf_ringbuf_submit(t, BPF_RB_NO_WAKEUP);
	return 0;
}

/* The object at an address of the current process; made when it is met first. */
static __always_inline struct object *tls__object(u64 pid_tgid, u64 address, u64 generation, u8 origin)
{
	struct object_key key = {.address = address, .pid = pid_tgid >> 32};
	struct object *o = bpf_map_lookup_elem(&objects, &key);
	struct object fresh = {.fd = -1};

	if (o && o->generation == generation)
		return o;
	fresh.tls_id = maps__new_id(bpf_ktime_get_ns());
	fresh.generation = generation;
	fresh.origin = origin;
	if (bpf_map_update_elem(&objects, &key, &fresh, BPF_ANY)) {
		maps__lose(FLOW_LOSS_TLS_FULL, 0);
		return 0;
	}
	return bpf_map_lookup_elem(&objects, &key);
}

#endif
