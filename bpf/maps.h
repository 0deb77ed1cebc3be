/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * maps.h - the maps of one session.  Both objects define all of them; the loader makes
 * them shared by bpf_map__reuse_fd(). Preallocated: allocating in a probe is not safe
 * before 6.1.
 */
#ifndef CLEARTAP_MAPS_H
#define CLEARTAP_MAPS_H

#include "bpf/kernel_read.h"
#include "bpf/probe_config.h"
#include "bpf/site.h"
#include "bpf/tables.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * A tracepoint program in two variants: tp_btf, and raw_tp for kernels that reject that.
 * The loader loads one of the two.
 */
#define TRACEPOINT(name, event)                        \
	static __always_inline int name##_body(u64 *ctx);   \
	SEC("tp_btf/" #event)                          \
	int name(u64 *ctx)                             \
	{                                              \
		return name##_body(ctx);               \
	}                                              \
	SEC("raw_tp/" #event)                          \
	int name##_raw(u64 *ctx)                       \
	{                                              \
		return name##_body(ctx);               \
	}                                              \
	static __always_inline int name##_body(u64 *ctx)

enum flow_content {
	FLOW_CONTENT_NEW = 0,     /* nothing seen yet */
	FLOW_CONTENT_PLAIN = 1,
	FLOW_CONTENT_JOINED = 2,  /* joined midstream: plain until a record header is seen */
	FLOW_CONTENT_TLS = 3,
	FLOW_CONTENT_IGNORED = 4, /* a Unix socket that carries anything else */
};

/* A TCP socket not accepted yet. Never sent. */
struct pending {
	u32 sent_base;
	u32 received_base;
};

/* A port that was being listened on when the capture started. */
struct listener_key {
	u32 netns;
	u32 port;
};

struct ciphertext {
	u64 tls_id;  /* 0: two objects have written the same record */
	u64 address; /* of the object */
};

struct tls_call {
	u64 object;
	u64 buffer;
	u64 out;     /* the count, or where the function writes it: see count */
	u64 stack;   /* stack pointer at entry: matches a return to its call */
	u16 library; /* flow_tls_library */
	u8 origin;
	u8 action;   /* enum tls_action */
	u8 silent;   /* part of a call that has reported the same bytes, or will */
	u8 count;    /* enum site_count */
	u16 site;    /* its number */
};

/* A power of two. TLS in TLS, such as an HTTPS proxy reached over TLS, needs two, and a call nested within one library another. */
#define TLS_DEPTH 4

/* A subject's thread that has called a TLS library. */
struct tls_thread {
	u64 generation; /* task__generation() */
	u32 depth;
	u32 reserved;
	struct tls_call calls[TLS_DEPTH];
};

struct events_ring {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096); /* chosen by the loader */
};

/* The ring for records: a small one, which the loader replaces by a large one once there is traffic. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, u32);
	__array(values, struct events_ring);
} events __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, PROBE_NOTICE_BYTES);
} notices __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, FLOW_LOSS_CAUSES);
	__type(key, u32);
	__type(value, struct flow_loss_count);
} losses __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROBE_SUBJECTS_MAX);
	__type(key, u32);
	__type(value, struct subject);
} subjects __weak SEC(".maps");

/* Processes whose TLS is read by the secrets of its handshakes; the values mean nothing. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROBE_SECRET_READERS_MAX);
	__type(key, u32);
	__type(value, u32);
} secret_readers __weak SEC(".maps");

/* Processes that have moved the first packet of a QUIC connection; the values mean nothing. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, PROBE_QUIC_SPEAKERS_MAX);
	__type(key, u32);
	__type(value, u32);
} quic_speakers __weak SEC(".maps");

/* By the address of struct sock. No tracepoint reports the end of a Unix socket: the loader checks who still has it open. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROBE_FLOWS_MAX);
	__type(key, u64);
	__type(value, struct flow);
} flows __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, PROBE_DATAGRAMS_MAX);
	__type(key, struct datagram_key);
	__type(value, struct flow);
} datagram_flows __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, PROBE_PENDING_MAX);
	__type(key, u64);
	__type(value, struct pending);
} pendings __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROBE_LISTENERS_MAX);
	__type(key, struct listener_key);
	__type(value, u8);
} listeners __weak SEC(".maps");

/* Processes whose existing connections are to be reported; filled by the loader for that purpose. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, PROBE_SUBJECTS_MAX);
	__type(key, u32);
	__type(value, u8);
} listed __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROBE_OBJECTS_MAX);
	__type(key, struct object_key);
	__type(value, struct object);
} objects __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, PROBE_CIPHERTEXTS_MAX);
	__type(key, struct ciphertext_key);
	__type(value, struct ciphertext);
} ciphertexts __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, PROBE_DESCRIPTORS_MAX);
	__type(key, struct descriptor_key);
	__type(value, struct descriptor);
} descriptors __weak SEC(".maps");

/* Written by the loader before it attaches a probe, by the number in the probe's cookie. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SITES_MAX);
	__type(key, u32);
	__type(value, struct site);
} sites __weak SEC(".maps");

/* Without cookies: the number by the program's copy and the last bits of the address. With them the loader makes it one entry small. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SITE_PLACES_MAX);
	__type(key, u32);
	__type(value, u32);
} site_places __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROBE_THREADS_MAX);
	__type(key, u64);
	__type(value, struct tls_thread);
} threads __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROBE_FILES_MAX);
	__type(key, struct file_key);
	__type(value, u32);
} files __weak SEC(".maps");

const volatile struct probe_config config __weak = {};

/* Space for a record in the ring.  Without a ring it is as with a full one, so this costs the verifier no further path. */
static __always_inline void *maps__reserve(u64 size)
{
	u32 first = 0;
	void *ring = bpf_map_lookup_elem(&events, &first);

	return ring ? bpf_ringbuf_reserve(ring, size, 0) : 0;
}

/*
 * A wakeup for each record costs more than the record.  But the small ring would be full before the relay looks again:
 * there the first record after the relay has taken them all wakes it (flags 0).
 */
static __always_inline void maps__submit(void *record)
{
	u32 first = 0;
	void *ring = bpf_map_lookup_elem(&events, &first);

	bpf_ringbuf_submit(record, ring && bpf_ringbuf_query(ring, BPF_RB_RING_SIZE) <= PROBE_SMALL_RING ? 0 : BPF_RB_NO_WAKEUP);
}

/* By hand: clang compiles __sync_fetch_and_add() to an instruction that only exists since 5.12. */
static __always_inline void maps__add(u64 *value, u64 more)
{
	asm volatile("lock *(u64 *)(%0 + 0) += %1" : : "r"(value), "r"(more) : "memory");
}

/* Checked only once by the verifier, as it takes only numbers; 6.12 rejects such functions while preemption is disabled. */
#ifdef EMIT_GUARDED
static __always_inline int maps__lose(u32 cause, u64 bytes)
#else
__weak __noinline int maps__lose(u32 cause, u64 bytes)
#endif
{
	struct flow_loss_count *count = bpf_map_lookup_elem(&losses, &cause);

	if (count) {
		maps__add((u64 *)&count->events, 1);
		maps__add((u64 *)&count->bytes, bytes);
	}
	return 0;
}

/* Unique until reboot, except for two in the same nanosecond on one CPU. */
static __always_inline u64 maps__new_id(u64 now)
{
	return now << 8 | (bpf_get_smp_processor_id() & 0xff);
}

#endif
