/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * firewall_maps.h - what the firewall side keeps: the ends of TCP connections, what it has
 * not told yet, and its scratch.
 */
#ifndef CLEARTAP_FIREWALL_MAPS_H
#define CLEARTAP_FIREWALL_MAPS_H

#include "bpf/firewall_types.h"
#include "bpf/maps.h"

#define FIREWALL_REASONS 512    /* of the core; subsystems have theirs above 65,535 */
#define FIREWALL_FRAMES 14      /* of the stack: three of BPF, a few of netfilter, one that names the hook */
#define FIREWALL_HOOKED 12      /* functions at one hook that are looked at */
#define FIREWALL_SYMBOL 24
#define FIREWALL_FUNCTION 4096  /* bytes: longer than any function at a hook */
#define FIREWALL_TOLD 8         /* packets of each flow and reason */

extern int LINUX_KERNEL_VERSION __kconfig;

/* Since 6.7 nf_tables drops a packet itself (kernel commit e0d4593140b0), before that its caller does. */
#define NFT_DROPS_ITSELF (LINUX_KERNEL_VERSION >= 0x060700)

/*
 * Types that may be in a module: to look for one, libbpf needs CAP_SYS_ADMIN. Without it
 * the build that does without them is loaded.
 */
#ifdef FIREWALL_NAMELESS
#define FIREWALL_HAS(type) 0
#else
#define FIREWALL_HAS(type) bpf_core_type_exists(type)
#endif

/* Values of "drop_reasons", by the loader. */
enum drop_kind {
	DROP_IGNORED = 0,
	DROP_TOLD = 1,
	DROP_BY_FILTER = 2,
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, FIREWALL_REASONS);
	__type(key, u32);
	__type(value, u32);
} drop_reasons SEC(".maps");

/* Established connections, and closed ones. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct tcp_end_key);
	__type(value, struct tcp_end);
} tcp_ends SEC(".maps");

struct remote {
	u8 address[16];
	u32 port;
};

/* The latest socket that connects to an address, before it has a port of its own: value is a struct sock *. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct remote);
	__type(value, u64);
} connecting SEC(".maps");

/* What was dropped of connections whose socket could not be told at that time. netns is 0 in the key. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 128);
	__type(key, struct tcp_end_key);
	__type(value, struct flow_drop);
} untold_drops SEC(".maps");

struct drop_count_key {
	u64 flow_id;
	u32 reason;
	u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct drop_count_key);
	__type(value, u32);
} drop_counts SEC(".maps");

struct firewall_work {
	u64 stack[FIREWALL_FRAMES];
	u64 symbol[FIREWALL_SYMBOL / 8];
	struct tcp_end_key key, other;
	struct flow_drop drop;
	u64 sender, receiver; /* struct sock *, or 0 */
	u64 users;            /* more than one: a drop within a drop, by an interrupt or after preemption */
	u8 waits;             /* somebody connects to where the packet goes */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct firewall_work);
} firewall_works SEC(".maps");

static __always_inline struct firewall_work *firewall__work(void)
{
	u32 first = 0;

	return bpf_map_lookup_elem(&firewall_works, &first);
}

#endif
