/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * place.h - evaluates what a site's description says about a hit: where its operands are,
 * and whether it means anything.  Reads registers and user memory only.
 */
#ifndef CLEARTAP_PLACE_H
#define CLEARTAP_PLACE_H

#include "bpf/maps.h"

#define PLACE_UNKNOWN (~0ull) /* its memory could not be read */

/* By hand: the compiler would select the field's address first, which the verifier forbids for ctx. */
#define PLACE_REGISTER(number, field)                                      \
	case number:                                                       \
		asm volatile("%0 = *(u64 *)(%1 + %2)"                      \
			     : "=r"(value)                                 \
			     : "r"(ctx), "i"(__builtin_offsetof(struct pt_regs, field))); \
		break;

static __noinline u64 place__base(struct pt_regs *ctx, u32 base)
{
	u64 value = 0;

	switch (base) {
	PLACE_REGISTER(0, ax)
	PLACE_REGISTER(1, cx)
	PLACE_REGISTER(2, dx)
	PLACE_REGISTER(3, bx)
	PLACE_REGISTER(4, sp)
	PLACE_REGISTER(5, bp)
	PLACE_REGISTER(6, si)
	PLACE_REGISTER(7, di)
	PLACE_REGISTER(8, r8)
	PLACE_REGISTER(9, r9)
	PLACE_REGISTER(10, r10)
	PLACE_REGISTER(11, r11)
	PLACE_REGISTER(12, r12)
	PLACE_REGISTER(13, r13)
	PLACE_REGISTER(14, r14)
	PLACE_REGISTER(15, r15)
	PLACE_REGISTER(SITE_FLAGS, flags)
	}
	return value;
}

static __noinline u64 place__follow(u64 value, const struct site_place *place, u32 loads)
{
	u64 next = 0;

	if (!place)
		return PLACE_UNKNOWN;
	for (u32 i = 0; i < SITE_LOADS_MAX; i++) {
		if (i >= loads)
			break;
		if (bpf_probe_read_user(&next, sizeof(next), (const void *)(value + (s64)place->at[i])))
			return PLACE_UNKNOWN;
		value = next;
	}
	return value;
}

static __noinline u64 place__value(struct pt_regs *ctx, const struct site_place *place, u64 object)
{
	u64 value;

	if (!place)
		return PLACE_UNKNOWN;
	value = place__follow(place->base == SITE_OBJECT ? object : place__base(ctx, place->base), place, place->loads);
	if (value == PLACE_UNKNOWN || place->bytes >= 8)
		return value;
	return value & ((1ull << (place->bytes * 8 & 63)) - 1);
}

/* The user address of a place's last load. */
static __noinline u64 place__address(struct pt_regs *ctx, const struct site_place *place, u64 object)
{
	u64 value;
	u32 last;

	if (!place || !place->loads)
		return PLACE_UNKNOWN;
	last = place->loads - 1;
	value = place__follow(place->base == SITE_OBJECT ? object : place__base(ctx, place->base), place, last);
	if (value == PLACE_UNKNOWN || last >= SITE_LOADS_MAX)
		return PLACE_UNKNOWN;
	return value + (s64)place->at[last];
}

static __noinline int place__holds(struct pt_regs *ctx, const struct site_test *test, u64 object)
{
	u64 value;

	if (!test)
		return false;
	value = place__value(ctx, &test->what, object);
	return value != PLACE_UNKNOWN && ((u32)value & test->mask) == test->value;
}

#endif
