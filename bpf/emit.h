/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * emit.h - records into the ring "events".  A record is reserved directly in the ring, in
 * the smallest of a few sizes (the verifier wants a constant): no scratch space that
 * another task could overwrite, no copy.  No wakeups: the relay polls every few
 * milliseconds.
 */
#ifndef CLEARTAP_EMIT_H
#define CLEARTAP_EMIT_H

#include "bpf/maps.h"
#include "bpf/record.h"

#ifndef barrier_var
#define barrier_var(var) asm volatile("" : "+r"(var))
#endif

#define EMIT_PIECES_MAX (FLOW_CALL_MAX / FLOW_CHUNK_MAX + 1024) /* chunks of one call, with bpf_loop (5.17): EMIT_WITH_LOOP */
#define EMIT_PIECES_OLD 68 /* without: FLOW_CALL_MAX in one buffer, by FLOW_CHUNK_LONG, or as many iovecs */

/* The payload of one call being sent: a buffer, or a list of buffers. */
struct emit {
	u64 flow_id;
	u64 tls_id;
	u64 pid_tgid;
	u64 offset;      /* stream position of the call's first byte */
	u64 base;        /* the rest of the current buffer */
	u64 left;
	u64 iov;         /* the next buffers; user address */
	u32 iov_count;
	u32 moved;
	u32 done;        /* of the call, captured or skipped */
	u32 limit;       /* of the call: what is beyond it is not sent */
	u8 direction;
	u8 origin;
	u8 flags;
	u8 stop;
	u8 watch;        /* the bytes are plain unless they begin a handshake: STARTTLS */
	u8 missed;       /* some could not be recorded: EMIT_MISSED */
	u16 datagram;    /* bytes of each datagram, if the call has moved several */
};

/*
 * Without bpf_loop nothing asks for either, and two more values of a call's description are more than the verifier of 5.10
 * gets through.
 */
#ifdef EMIT_WITH_LOOP
#define EMIT_MISSED(e) ((e)->missed = 1)
#define EMIT_FLAG(e, more) ((e)->flags |= (more))
#else
#define EMIT_MISSED(e) do { } while (0)
#define EMIT_FLAG(e, more) ((e)->flags = (more))
#endif

static __always_inline void emit__head(struct flow_header *h, u32 kind, u64 flow_id, u64 pid_tgid)
{
	h->time_ns = bpf_ktime_get_boot_ns(); /* includes time in suspend */
	h->flow_id = flow_id;
	h->pid = pid_tgid >> 32;
	h->tid = (u32)pid_tgid;
	h->kind = kind;
	h->datagram = 0;
}

static __always_inline void emit__data_head(struct flow_data *d, const struct emit *e, u32 captured)
{
	emit__head(&d->h, FLOW_KIND_DATA, e->flow_id, e->pid_tgid);
	d->h.datagram = e->datagram;
	d->tls_id = e->tls_id;
	d->offset = e->offset + e->done;
	d->moved = e->moved;
	d->call_offset = e->done;
	d->captured = captured;
	d->direction = e->direction;
	d->origin = e->origin;
	d->flags = e->flags;
	d->reserved = 0;
}

/*
 * Checks the copied bytes rather than the program's memory beforehand: that read would cost
 * as much as this record. Without bpf_loop it is one branch too many for the verifier.
 */
static __always_inline void emit__look(struct emit *e, struct flow_data *d, const u8 *payload)
{
#ifdef EMIT_WITH_LOOP
	if (!e->watch || e->done || d->captured < RECORD_HEAD || payload[0] != RECORD_HANDSHAKE || !record__begins(payload))
		return;
	d->flags |= FLOW_DATA_CIPHERTEXT;
	e->flags |= FLOW_DATA_CIPHERTEXT;
	e->stop = 1;
#endif
}

#define EMIT_CHUNK(size)                                                             \
	struct emit_chunk_##size {                                                   \
		struct flow_data d;                                                  \
		u8 payload[size];                                                    \
	};                                                                           \
	static __always_inline int emit__chunk_##size(struct emit *e, u32 len)       \
	{                                                                            \
		struct emit_chunk_##size *chunk;                                     \
                                                                                     \
		chunk = maps__reserve(sizeof(*chunk));             \
		if (!chunk)                                                          \
			return -1;                                                   \
		barrier_var(len);                                                    \
		if (len > size)                                                      \
			len = size;                                                  \
		emit__data_head(&chunk->d, e, len);                                  \
		if (bpf_probe_read_user(chunk->payload, len, (const void *)e->base)) { \
			chunk->d.captured = 0;                                       \
			chunk->d.flags |= FLOW_DATA_FAULT;                           \
			EMIT_MISSED(e);                                              \
			maps__lose(FLOW_LOSS_FAULT, len);                            \
		} else {                                                             \
			emit__look(e, &chunk->d, chunk->payload);                    \
		}                                                                    \
		maps__submit(chunk);                         \
		return 0;                                                            \
	}

EMIT_CHUNK(128)
EMIT_CHUNK(512)
EMIT_CHUNK(2048)
EMIT_CHUNK(16384)
#ifndef EMIT_WITH_LOOP
EMIT_CHUNK(1048576) /* FLOW_CHUNK_LONG: only few iterations */
#endif

/*
 * The same value, but unknown to the verifier: otherwise it follows the growing range of
 * a loop counter through each iteration and gives up.
 */
#define EMIT_FORGET(value, unknown)                     \
	do {                                            \
		typeof(value) forget = (value) ^ (unknown); \
		barrier_var(forget);                    \
		value = forget ^ (unknown);             \
	} while (0)

/*
 * A function that the verifier checks once, instead of for each path that leads to it.
 * Kernels without bpf_loop may not support it for pointers to structures, and 6.12 rejects
 * it while preemption is disabled.
 */
#if defined(EMIT_WITH_LOOP) && !defined(EMIT_GUARDED)
#define EMIT_ALONE __weak __noinline
#else
#define EMIT_ALONE static __noinline
#endif

/* Sends the next chunk of the call; if nothing is left, takes the next buffer of the list. */
EMIT_ALONE int emit__step(struct emit *e)
{
	struct user_iovec next;
	int failed;
	u32 len;

#ifdef EMIT_WITH_LOOP /* without it this is not a function to the verifier, but a branch in each iteration */
	if (!e)
		return 0;
#endif
	if (!e->left) {
		if (!e->iov_count || e->done >= e->limit) {
			e->stop = 1;
			return 0;
		}
		if (bpf_probe_read_user(&next, sizeof(next), (const void *)e->iov)) {
			e->stop = 1;
			return 0;
		}
		e->iov += sizeof(next);
		e->iov_count--;
		EMIT_FORGET(e->iov_count, (u32)e->pid_tgid);
		e->base = next.base;
		e->left = next.length;
		if (!e->left)
			return 0;
	}
	if (e->done >= e->limit) {
		e->stop = 1;
		return 0;
	}
	len = e->limit - e->done;
	if (len > e->left)
		len = e->left;
#ifndef EMIT_WITH_LOOP
	if (len >= FLOW_CHUNK_LONG)
		len = FLOW_CHUNK_LONG;
	else
#endif
	if (len > FLOW_CHUNK_MAX)
		len = FLOW_CHUNK_MAX;
	if (len <= 128)
		failed = emit__chunk_128(e, len);
	else if (len <= 512)
		failed = emit__chunk_512(e, len);
	else if (len <= 2048)
		failed = emit__chunk_2048(e, len);
#ifndef EMIT_WITH_LOOP
	else if (len == FLOW_CHUNK_LONG)
		failed = emit__chunk_1048576(e, len);
#endif
	else
		failed = emit__chunk_16384(e, len);
	EMIT_FORGET(len, (u32)e->pid_tgid);
	if (failed) {
		EMIT_MISSED(e);
		maps__lose(FLOW_LOSS_RING_FULL, len);
	}
	e->base += len;
	e->left -= len;
	EMIT_FORGET(e->left, e->pid_tgid);
	e->done += len;
	EMIT_FORGET(e->done, (u32)e->pid_tgid);
	return 0;
}

#ifdef EMIT_WITH_LOOP
/*
 * A short call whose bytes are in a few buffers, such as a head and its body: one record.
 * The space after the bytes is for the verifier, which adds the maximum position and
 * length.
 */
#define EMIT_GATHER(size)                                                                 \
	struct emit_gathered_##size {                                                     \
		struct flow_data d;                                                       \
		u8 payload[2 * size];                                                     \
	};                                                                                \
	static __always_inline bool emit__gather_##size(struct emit *e, struct user_iovec *v) \
	{                                                                                 \
		struct emit_gathered_##size *chunk;                                       \
		u32 at = 0;                                                               \
                                                                                          \
		chunk = maps__reserve(sizeof(*chunk));                  \
		if (!chunk)                                                               \
			return false;                                                     \
		for (int i = 0; i < EMIT_GATHER_PIECES; i++) {                            \
			u64 len = v[i].length;                                            \
                                                                                          \
			if (at == e->moved)                                               \
				break;                                                    \
			if (len > e->moved - at)                                          \
				len = e->moved - at;                                      \
			barrier_var(len);                                                 \
			if (len > size || at > size ||                                    \
			    bpf_probe_read_user(chunk->payload + at, len, (const void *)v[i].base)) \
				break;                                                    \
			at += len;                                                        \
			barrier_var(at);                                                  \
		}                                                                         \
		if (at != e->moved) {                                                     \
			bpf_ringbuf_discard(chunk, BPF_RB_NO_WAKEUP);                     \
			return false;                                                     \
		}                                                                         \
		emit__data_head(&chunk->d, e, at);                                        \
		emit__look(e, &chunk->d, chunk->payload);                                 \
		maps__submit(chunk);                              \
		return true;                                                              \
	}

#define EMIT_GATHER_PIECES 4
EMIT_GATHER(512)
EMIT_GATHER(2048)

/* Returns whether the call was sent this way; otherwise nothing was done. */
EMIT_ALONE int emit__gathered(struct emit *e)
{
	struct user_iovec v[EMIT_GATHER_PIECES] = {};
	u32 count;

	if (!e)
		return false;
	count = e->iov_count;
	if (count < 2 || count > EMIT_GATHER_PIECES || e->moved > 2048 || e->limit < e->moved)
		return false;
	if (bpf_probe_read_user(v, count * sizeof(v[0]), (const void *)e->iov))
		return false;
	return e->moved <= 512 ? emit__gather_512(e, v) : emit__gather_2048(e, v);
}

static long emit__loop(u32 index, struct emit *e)
{
	emit__step(e);
	return e->stop != 0;
}
#endif

#if defined(EMIT_GUARDED) && !defined(EMIT_WITH_LOOP)
/*
 * The unrolled steps of a TLS call are more than 5.10 is ready to look at, along each way that leads
 * to them. A function that is verified alone takes no pointers before 5.12: it finds the payload here.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024); /* threads that are within a probe */
	__type(key, u64);
	__type(value, struct emit);
} sending __weak SEC(".maps");

__weak __noinline int emit__next(u64 pid_tgid)
{
	struct emit *e = bpf_map_lookup_elem(&sending, &pid_tgid);

	if (!e)
		return 1;
	emit__step(e);
	return e->stop || e->done >= e->limit;
}

static __always_inline void emit__unrolled(struct emit *e)
{
	u64 thread = e->pid_tgid;
	struct emit *now;

	if (bpf_map_update_elem(&sending, &thread, e, BPF_ANY))
		return;
	for (int i = 0; i < EMIT_PIECES_OLD; i++) {
		if (emit__next(thread))
			break;
	}
	now = bpf_map_lookup_elem(&sending, &thread);
	if (now)
		e->done = now->done;
	bpf_map_delete_elem(&sending, &thread);
}
#elif !defined(EMIT_WITH_LOOP)
static __always_inline void emit__unrolled(struct emit *e)
{
	u32 wanted = e->limit;

	for (int i = 0; i < EMIT_PIECES_OLD; i++) {
		emit__step(e);
		if (e->stop || e->done >= wanted)
			break;
	}
}
#endif

/* A record without payload meaning: the rest of the call is missing. */
static __noinline int emit__rest(struct emit *e)
{
	struct flow_data *d = maps__reserve(sizeof(*d));

	if (!d) {
		maps__lose(FLOW_LOSS_RING_FULL, 0);
		return 0;
	}
	emit__data_head(d, e, 0);
	d->flags |= FLOW_DATA_CUT;
	maps__submit(d);
	return 0;
}

/* Sends the call's payload up to its limit. */
static __always_inline void emit__call(struct emit *e)
{
	u32 wanted;

	/* One state for all paths that lead here. */
	EMIT_FORGET(e->limit, (u32)e->pid_tgid);
	EMIT_FORGET(e->left, e->pid_tgid);
	EMIT_FORGET(e->iov, e->pid_tgid);
	EMIT_FORGET(e->iov_count, (u32)e->pid_tgid);
	EMIT_FORGET(e->flags, (u8)e->pid_tgid);
	EMIT_FORGET(e->direction, (u8)e->pid_tgid);
	wanted = e->limit;
	/* Most calls: one buffer, one chunk. */
	emit__step(e);
	if (e->done < wanted && !e->stop) {
#ifdef EMIT_WITH_LOOP
		bpf_loop(EMIT_PIECES_MAX, emit__loop, e, 0);
#else
		emit__unrolled(e);
#endif
	}
	if ((e->flags & FLOW_DATA_CIPHERTEXT) && !(e->flags & FLOW_DATA_IN_FULL))
		return;
	if (e->done < wanted)
		maps__lose(FLOW_LOSS_IOVEC_CUT, wanted - e->done);
	if (wanted < e->moved)
		maps__lose(FLOW_LOSS_CALL_CUT, e->moved - wanted);
	if (e->done < e->moved)
		emit__rest(e);
}

#endif
