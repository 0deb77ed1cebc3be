/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * tls_hit.h - one hit of a site: which site it is, and what its description makes of the
 * registers.
 */
#ifndef CLEARTAP_TLS_HIT_H
#define CLEARTAP_TLS_HIT_H

#include "bpf/place.h"

/* The operands of one hit. */
struct tls_hit {
	u64 object;
	u64 buffer;
	u64 length;
	u8 action; /* enum tls_action */
};

#define TLS_BY_COOKIE ~0u

/* The number of the site hit; 0: none. page: of this copy of the program, or TLS_BY_COOKIE. */
static __always_inline u32 tls__number(struct pt_regs *ctx, u32 page)
{
	u32 place, *number;

	if (page == TLS_BY_COOKIE)
		return bpf_get_attach_cookie(ctx);
	place = page * SITE_PAGE | (ctx->ip & (SITE_PAGE - 1));
	number = bpf_map_lookup_elem(&site_places, &place);
	return number ? *number : 0;
}

/* The operands; false if this hit means nothing. */
static __noinline int tls__describe(struct pt_regs *ctx, const struct site *site, struct tls_hit *hit)
{
	u64 bound;

	if (!site || !hit)
		return false;
	hit->object = place__value(ctx, &site->object, 0);
	if (hit->object == PLACE_UNKNOWN)
		return false;
	if (site->only[0].what.base != SITE_NOWHERE && !place__holds(ctx, &site->only[0], hit->object))
		return false;
	if (site->only[1].what.base != SITE_NOWHERE && !place__holds(ctx, &site->only[1], hit->object))
		return false;
	if (site->peek.what.base != SITE_NOWHERE && hit->action == TLS_READ && place__holds(ctx, &site->peek, hit->object))
		hit->action = TLS_PEEK;
	hit->buffer = place__value(ctx, &site->buffer, hit->object);
	hit->length = place__value(ctx, &site->length, hit->object);
	if (site->bound.base != SITE_NOWHERE) {
		bound = place__value(ctx, &site->bound, hit->object);
		if (bound < hit->length)
			hit->length = bound;
	}
	return true;
}

/* Whether the library's source of bytes is unchanged since the last read: then that was a peek, and the same bytes come again. */
static __noinline int tls__revert_peek(struct pt_regs *ctx, const struct site *site, struct object *o, u64 address)
{
	if (!site || !o || !o->repeatable)
		return 0;
	if (place__value(ctx, &site->source, address) == o->source)
		o->received -= o->repeatable;
	o->repeatable = 0;
	return 0;
}

static __always_inline void tls__note_source(struct pt_regs *ctx, const struct tls_call *call, u32 moved)
{
	struct object_key key = {.address = call->object, .pid = bpf_get_current_pid_tgid() >> 32};
	u32 number = call->site;
	struct site *site = bpf_map_lookup_elem(&sites, &number);
	struct object *o;

	if (call->action != TLS_READ || !site || site->ordinary || site->source.base == SITE_NOWHERE)
		return;
	o = bpf_map_lookup_elem(&objects, &key);
	if (!o)
		return;
	o->source = place__value(ctx, &site->source, key.address);
	o->repeatable = o->source == PLACE_UNKNOWN ? 0 : moved;
}

#endif
