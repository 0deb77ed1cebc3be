/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * maps.h - the maps of one session.  Both objects define them all; the loader
 * makes them one by bpf_map__reuse_fd(). Preallocated: allocating in a probe is
 * not safe before 6.1.
 */
#ifndef CLEARTAP_MAPS_H
#define CLEARTAP_MAPS_H

#include "bpf/kernel_read.h"
#include "bpf/probe_config.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * A program for a tracepoint, twice: tp_btf, and raw_tp where the kernel refuses
 * that. The loader loads one of the two.
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

/* A socket that is followed. */
struct flow {
	u64 id;
	u64 pid_tgid;  /* task that it was seen with first */
	u64 inode;     /* of the socket; 0: not known yet. Tells a reused address */
	u64 sent;      /* stream positions */
	u64 received;
	u64 cgroup_id;
	u64 tls_id;    /* object tied to it; 0: none */
	u64 sampled;   /* when its TCP figures were told last; UDP: when a datagram was seen last */
	u32 sent_base; /* write_seq and copied_seq where the positions are 0 */
	u32 received_base;
	u8 based;      /* the bases are known */
	u8 role;
	u8 from_start;
	u8 content;    /* enum flow_content */
	u8 told_ports; /* the addresses have been sent with both ports */
	u8 protocol;
	u8 ulp;        /* an upper layer (kTLS) stands between calls and sequence numbers */
	u8 ulp_told;   /* its name has been sent */
	u32 tls_pid;   /* whose object tls_id is */
	u32 tick;      /* in which it was last asked whether to sample */
	u32 head;      /* Unix: the first four bytes received, where they came alone; else 0 */
	u32 unused;
};

enum flow_content {
	FLOW_CONTENT_NEW = 0,     /* nothing seen yet */
	FLOW_CONTENT_PLAIN = 1,
	FLOW_CONTENT_JOINED = 2,  /* joined in the middle: plain until a record's head is met */
	FLOW_CONTENT_TLS = 3,
	FLOW_CONTENT_IGNORED = 4, /* a Unix socket that carries something else */
};

/* A TCP socket accepted by nobody yet. Never sent. */
struct pending {
	u32 sent_base;
	u32 received_base;
};

/* A port that was listened on when the capture started. */
struct listener_key {
	u32 netns;
	u32 port;
};

/* A TLS object, alive in its process. */
struct object {
	u64 tls_id;
	u64 generation; /* task__generation(): tells a reused pid, and another program */
	u64 sent;
	u64 received;
	u64 flow_id;   /* 0: not tied */
	u64 sock;      /* struct sock * of flow_id */
	s32 fd;        /* given by the library's fd setter; -1: not known */
	u8 origin;
	u8 conflict;   /* contradicting sockets were seen: never tied again */
	u8 tie;
	u8 told;       /* enum flow_tls_fact; FLOW_TLS_ALPN also where nobody can know it */
};

#define CIPHERTEXT_START 32 /* bytes of a record, its head included */

/* The start of a record that a TLS object without a socket has written. */
struct ciphertext_key {
	u32 pid;
	u8 start[CIPHERTEXT_START];
};

struct ciphertext {
	u64 tls_id;  /* 0: two objects have written the same */
	u64 address; /* of the object */
};

struct tls_call {
	u64 object;
	u64 buffer;
	u64 out;    /* address of the count that the function writes; 0: the return value is it */
	u64 stack;  /* stack pointer at entry: finds the call of a return */
	u8 action;  /* enum tls_action */
	u8 reserved[7];
};

#define TLS_DEPTH 2 /* TLS within TLS: an HTTPS proxy spoken to over TLS */

/* A thread of a subject that has called a TLS library. */
struct tls_thread {
	u64 generation; /* task__generation() */
	u32 depth;
	u32 reserved;
	struct tls_call calls[TLS_DEPTH];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 * 1024 * 1024);
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

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROBE_FLOWS_MAX);
	__type(key, u64);
	__type(value, struct flow);
} flows __weak SEC(".maps");

/* Sockets whose end no tracepoint tells: UDP and Unix. A UDP socket is a flow for each peer. */
struct other_key {
	u64 sock;
	u8 peer[16];
	u32 port;
	u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct other_key);
	__type(value, struct flow);
} other_flows __weak SEC(".maps");

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

/* Processes whose existing connections are to be told; filled by the loader for that moment. */
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

/* By hand: clang makes of __sync_fetch_and_add() a form that 5.12 brought. */
static __always_inline void maps__add(u64 *value, u64 more)
{
	asm volatile("lock *(u64 *)(%0 + 0) += %1" : : "r"(value), "r"(more) : "memory");
}

static __always_inline void maps__lose(u32 cause, u64 bytes)
{
	struct flow_loss_count *count = bpf_map_lookup_elem(&losses, &cause);

	if (count) {
		maps__add((u64 *)&count->events, 1);
		maps__add((u64 *)&count->bytes, bytes);
	}
}

/* Unique while the machine is up, but for two in one nanosecond on one CPU. */
static __always_inline u64 maps__new_id(u64 now)
{
	return now << 8 | (bpf_get_smp_processor_id() & 0xff);
}

#endif
