/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * tls.h - TLS objects (an SSL *, a gnutls_session_t) and their tie to a socket. Reads no
 * kernel memory.
 */
#ifndef CLEARTAP_TLS_H
#define CLEARTAP_TLS_H

#include "bpf/emit.h"

static __noinline int tls__tell_end(struct object *o, u64 pid_tgid)
{
	struct flow_tls_end *e;

	if (!o)
		return 0;
	e = maps__reserve(sizeof(*e));
	if (!e) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	emit__head(&e->h, FLOW_KIND_TLS_END, o->flow_id, pid_tgid);
	e->tls_id = o->tls_id;
	e->sent = o->sent;
	e->received = o->received;
	maps__submit(e);
	return 0;
}

static __noinline int tls__tell_tie(struct object *o, u64 pid_tgid)
{
	struct flow_tie *t;

	if (!o)
		return 0;
	t = maps__reserve(sizeof(*t));
	if (!t) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	__builtin_memset(t, 0, sizeof(*t));
	emit__head(&t->h, FLOW_KIND_TIE, o->flow_id, pid_tgid);
	t->tls_id = o->tls_id;
	t->kind = o->tie;
	t->origin = o->origin;
	maps__submit(t);
	return 0;
}

#define TLS_TOLD_ASKED 4 /* in "told", in addition to enum flow_tls_fact: the program itself asked for the protocol */

/* Reports facts about an object, including the selected protocol (RFC 7301) if place is the address of its pointer and length. */
static __noinline int tls__tell_protocol(struct object *o, u64 place, u32 facts)
{
	struct flow_tls_facts *t;
	u64 text[2] = {};

	if (!o)
		return 0;
	if (place && !bpf_probe_read_user(text, sizeof(text), (const void *)place))
		facts |= FLOW_TLS_ALPN;
	if (!facts)
		return 0;
	t = maps__reserve(sizeof(*t));
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
	maps__submit(t);
	return 0;
}

/* The result of an object's handshake.  number: of the site hit, which says where the library stores the selected protocol. */
static __noinline int tls__tell_facts(struct object *o, u64 address, u32 number, u32 facts)
{
	struct site *site = bpf_map_lookup_elem(&sites, &number);
	u32 at = site ? site->alpn : 0, holder = site ? site->alpn_holder : 0;

	if (!o)
		return 0;
	o->told |= facts | FLOW_TLS_ALPN;
	if (holder && bpf_probe_read_user(&address, sizeof(address), (const void *)(address + holder)))
		return 0;
	return tls__tell_protocol(o, at ? address + at : 0, facts);
}

/* One of a thread's calls, counted from the outermost. */
static __always_inline struct tls_call *tls__call(struct tls_thread *thread, u32 index)
{
	barrier_var(index);
	return &thread->calls[index & (TLS_DEPTH - 1)];
}

/* Reports which library uses the object. */
static __noinline int tls__tell_library(struct object *o, u64 pid_tgid)
{
	struct flow_tls_library *l;

	if (!o || !o->library)
		return 0;
	l = maps__reserve(sizeof(*l));
	if (!l) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	__builtin_memset(l, 0, sizeof(*l));
	emit__head(&l->h, FLOW_KIND_TLS_LIBRARY, o->flow_id, pid_tgid);
	l->tls_id = o->tls_id;
	l->library = o->library;
	l->origin = o->origin;
	maps__submit(l);
	return 0;
}

/* The initial state of an object; not on the stack, since all frames together are limited to 512 bytes. */
static const volatile struct object tls__fresh = {.fd = -1};

static __noinline struct object *tls__new_object(struct object_key *key, u64 pid_tgid, u64 generation, u8 origin, u16 library)
{
	struct object *o;

	if (!key)
		return 0;
	if (bpf_map_update_elem(&objects, key, (const void *)&tls__fresh, BPF_NOEXIST)) {
		maps__lose(FLOW_LOSS_TLS_FULL, 0);
		return 0;
	}
	o = bpf_map_lookup_elem(&objects, key);
	if (!o)
		return 0;
	o->generation = generation;
	o->origin = origin;
	o->library = library;
	/* Last: without it, the object is still being made, by a thread that reads while this one writes. */
	barrier();
	o->tls_id = maps__new_id(bpf_ktime_get_boot_ns());
	tls__tell_library(o, pid_tgid);
	return o;
}

/* The object at an address in the current process; created when first seen. */
static __always_inline struct object *tls__object(u64 pid_tgid, u64 address, u64 generation, u8 origin, u16 library)
{
	struct object_key key = {.address = address, .pid = pid_tgid >> 32};
	struct object *o = bpf_map_lookup_elem(&objects, &key);

	if (o && !o->tls_id) {
		maps__lose(FLOW_LOSS_TLS_FULL, 0);
		return 0;
	}
	if (o && o->generation == generation)
		return o;
	/* From an earlier process with this pid, or an earlier program of this one. */
	if (o) {
		tls__tell_end(o, pid_tgid);
		bpf_map_delete_elem(&objects, &key);
	}
	return tls__new_object(&key, pid_tgid, generation, origin, library);
}

/*
 * TLS in TLS: the plaintext that one object takes consists of another one's records, so they
 * share its connection.  A contradiction to an earlier tie unties the object for good.
 */
static __noinline int tls__carry(struct object *inner, struct object *outer, u32 tie)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();

	if (!inner || !outer || inner->conflict || !outer->flow_id || inner->flow_id == outer->flow_id)
		return 0;
	if (inner->flow_id) {
		inner->conflict = 1;
		inner->tie = FLOW_TIE_NONE;
		inner->flow_id = 0;
	} else {
		inner->tie = tie;
		inner->flow_id = outer->flow_id;
		inner->sock = outer->sock;
	}
	tls__tell_tie(inner, pid_tgid);
	return 0;
}

#endif
