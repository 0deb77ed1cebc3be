/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * tls_secret.h - reports the secrets that a library derives in a handshake.  Reads no kernel memory.
 */
#ifndef CLEARTAP_TLS_SECRET_H
#define CLEARTAP_TLS_SECRET_H

#include "bpf/emit.h"
#include "bpf/place.h"
#include "bpf/tls_hit.h"

/* Of a library whose calls are read: only QUIC needs its secrets. */
static __always_inline bool tls__speaks_quic(void)
{
	u32 tgid = bpf_get_current_pid_tgid() >> 32;

	return bpf_map_lookup_elem(&quic_speakers, &tgid) != 0;
}

/* label, random: user addresses. Without them the secret is still worth something: the reader tries it. */
static __noinline int tls__tell_secret(const struct tls_hit *hit, const struct site *site, u64 label, u64 label_length, u64 random)
{
	struct flow_secret *s;
	u32 length;

	if (!hit || !site)
		return 0;
	s = maps__reserve(sizeof(*s));
	if (!s) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	__builtin_memset(s, 0, sizeof(*s));
	emit__head(&s->h, FLOW_KIND_SECRET, 0, bpf_get_current_pid_tgid());
	length = hit->length;
	barrier_var(length);
	if (!length || length > FLOW_SECRET_MAX || bpf_probe_read_user(s->secret, length, (const void *)hit->buffer)) {
		maps__lose(FLOW_LOSS_FAULT, 0);
		bpf_ringbuf_discard(s, BPF_RB_NO_WAKEUP);
		return 0;
	}
	s->length = length;
	s->origin = site->origin;
	s->library = site->library;
	length = label_length;
	barrier_var(length);
	if (site->label_length.base == SITE_NOWHERE) {
		if (bpf_probe_read_user_str(s->label, sizeof(s->label), (const void *)label) < 0)
			s->label[0] = 0;
	} else if (length >= FLOW_LABEL_MAX || bpf_probe_read_user(s->label, length, (const void *)label)) {
		s->label[0] = 0;
	}
	s->random_known = !bpf_probe_read_user(s->random, sizeof(s->random), (const void *)random);
	maps__submit(s);
	return 0;
}

static __noinline int tls__secret(struct pt_regs *ctx, const struct site *site, const struct tls_hit *hit)
{
	u64 label, label_length;

	if (!site || !hit)
		return 0;
	label = place__value(ctx, &site->label, hit->object);
	label_length = place__value(ctx, &site->label_length, hit->object);
	return tls__tell_secret(hit, site, label, label_length, place__address(ctx, &site->random, hit->object));
}

/* After a function that derives one: where it is was known before the call, how long it is only now. */
static __noinline int tls__derived_secret(struct pt_regs *ctx, const struct tls_call *call)
{
	struct tls_hit hit = {};
	struct site *site;
	u32 number;

	if (!call)
		return 0;
	number = call->site;
	site = bpf_map_lookup_elem(&sites, &number);
	if (!site)
		return 0;
	hit.object = call->object;
	hit.buffer = call->buffer;
	hit.length = place__value(ctx, &site->length, hit.object);
	return tls__secret(ctx, site, &hit);
}

#endif
