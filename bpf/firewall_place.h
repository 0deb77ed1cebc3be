/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * firewall_place.h - where a packet was dropped: the hook is told by the functions on the
 * stack, the chain by what is registered at the hook.
 */
#ifndef CLEARTAP_FIREWALL_PLACE_H
#define CLEARTAP_FIREWALL_PLACE_H

#include "bpf/firewall_maps.h"

/* Not in the section that begins with the configuration. */
#define FIREWALL_TEXTS SEC(".rodata.firewall")

static const char firewall_symbol_format[] FIREWALL_TEXTS = "%ps";

enum firewall_function {
	FUNCTION_OTHER = 0,
	FUNCTION_HOOK = 1,      /* runs the functions of a hook */
	FUNCTION_NFT = 2,
	FUNCTION_NFT_HOOK = 3,  /* at a hook: nf_tables, for one family */
	FUNCTION_XT = 4,        /* at a hook: iptables-legacy */
	FUNCTION_CONNTRACK = 5, /* at a hook */
	FUNCTION_CALLER = 16,   /* of a hook: its number is added */
};

struct firewall_name {
	char text[FIREWALL_SYMBOL];
	u32 what;
};

#define FIREWALL_NAMES 24
static const struct firewall_name firewall_names[FIREWALL_NAMES] FIREWALL_TEXTS = {
	{ "nf_hook_slow", FUNCTION_HOOK },
	{ "nf_hook_slow_list", FUNCTION_HOOK },
	{ "nft_do_chain", FUNCTION_NFT },
	{ "nft_do_chain_ipv4", FUNCTION_NFT_HOOK },
	{ "nft_do_chain_ipv6", FUNCTION_NFT_HOOK },
	{ "nft_do_chain_inet", FUNCTION_NFT_HOOK },
	{ "ipt_do_table", FUNCTION_XT },
	{ "ip6t_do_table", FUNCTION_XT },
	{ "ipv4_conntrack_in", FUNCTION_CONNTRACK },
	{ "ipv4_conntrack_local", FUNCTION_CONNTRACK },
	{ "ipv6_conntrack_in", FUNCTION_CONNTRACK },
	{ "ipv6_conntrack_local", FUNCTION_CONNTRACK },
	{ "ip_rcv", FUNCTION_CALLER + NF_INET_PRE_ROUTING },
	{ "ip_sublist_rcv", FUNCTION_CALLER + NF_INET_PRE_ROUTING },
	{ "ipv6_rcv", FUNCTION_CALLER + NF_INET_PRE_ROUTING },
	{ "ip_local_deliver", FUNCTION_CALLER + NF_INET_LOCAL_IN },
	{ "ip6_input", FUNCTION_CALLER + NF_INET_LOCAL_IN },
	{ "ip_forward", FUNCTION_CALLER + NF_INET_FORWARD },
	{ "ip6_forward", FUNCTION_CALLER + NF_INET_FORWARD },
	{ "__ip_local_out", FUNCTION_CALLER + NF_INET_LOCAL_OUT },
	{ "__ip6_local_out", FUNCTION_CALLER + NF_INET_LOCAL_OUT },
	{ "ip6_xmit", FUNCTION_CALLER + NF_INET_LOCAL_OUT },
	{ "ip_output", FUNCTION_CALLER + NF_INET_POST_ROUTING },
	{ "ip6_output", FUNCTION_CALLER + NF_INET_POST_ROUTING },
};

/*
 * Which function an address is in.  The kernel names it, so no privilege to read its
 * symbols is needed (5.13).  Global, and with a number alone: checked once by the verifier,
 * instead of for each call.
 */
__weak __noinline int firewall__function(u64 address)
{
	struct firewall_work *w = firewall__work();
	char *symbol;
	bool over = false;

	if (!w || !address || !bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_snprintf))
		return FUNCTION_OTHER;
	__builtin_memset(w->symbol, 0, sizeof(w->symbol));
	symbol = (char *)w->symbol;
	bpf_snprintf(symbol, FIREWALL_SYMBOL, firewall_symbol_format, &address, sizeof(address));
	/* " [nf_tables]", if it is in a module; ".part.0", if the compiler has split it. */
	for (int i = 0; i < FIREWALL_SYMBOL; i++) {
		over = over || symbol[i] == ' ' || symbol[i] == '.';
		if (over)
			symbol[i] = 0;
	}
	for (u32 i = 0; i < FIREWALL_NAMES; i++) {
		const u64 *name = (const u64 *)firewall_names[i].text;

		if (name[0] == w->symbol[0] && name[1] == w->symbol[1] && name[2] == w->symbol[2])
			return firewall_names[i].what;
	}
	return FUNCTION_OTHER;
}

static __always_inline void firewall__name_nft(struct flow_drop *d, u64 chain)
{
	struct nft_chain *c = (struct nft_chain *)chain;
	struct nft_table *table;

	d->engine = FLOW_FIREWALL_NFTABLES;
	if (!FIREWALL_HAS(struct nft_chain) || !FIREWALL_HAS(struct nft_table))
		return;
	table = BPF_CORE_READ(c, table);
	d->table_family = BPF_CORE_READ_BITFIELD_PROBED(table, family);
	bpf_probe_read_kernel_str(d->table, sizeof(d->table), BPF_CORE_READ(table, name));
	bpf_probe_read_kernel_str(d->chain, sizeof(d->chain), BPF_CORE_READ(c, name));
}

static __always_inline void firewall__name_xt(struct flow_drop *d, u64 table)
{
	d->engine = FLOW_FIREWALL_IPTABLES;
	if (table && FIREWALL_HAS(struct xt_table))
		bpf_probe_read_kernel_str(d->table, sizeof(d->table), (void *)table + bpf_core_field_offset(struct xt_table, name));
}

/* Whether an iptables table can drop anything at a hook: it has rules, or a policy that is not to accept. */
static __noinline int firewall__xt_drops(u64 table, u32 hook)
{
	struct xt_table *t = (struct xt_table *)table;
	struct xt_table_info *info;
	s32 verdict = 0;
	u32 underflow = 0;
	u64 policy;
	u16 target = 0;

	if (!t || hook > NF_INET_POST_ROUTING || !FIREWALL_HAS(struct xt_table) || !FIREWALL_HAS(struct xt_table_info))
		return 1;
	info = BPF_CORE_READ(t, private);
	if (BPF_CORE_READ(info, number) != BPF_CORE_READ(info, initial_entries))
		return 1;
	bpf_probe_read_kernel(&underflow, sizeof(underflow), (void *)info + bpf_core_field_offset(struct xt_table_info, underflow) + hook * sizeof(underflow));
	policy = (u64)info + bpf_core_field_offset(struct xt_table_info, entries) + underflow;
	if (bpf_probe_read_kernel(&target, sizeof(target), (void *)(policy + (BPF_CORE_READ(t, af) == AF_INET6 ? IP6T_TARGET_OFFSET : IPT_TARGET_OFFSET))) ||
	    bpf_probe_read_kernel(&verdict, sizeof(verdict), (void *)(policy + target + XT_VERDICT)))
		return 1;
	return verdict != XT_ACCEPT;
}

/* What may have dropped it: a candidate is named if it is the first. */
static __always_inline void firewall__candidate(struct flow_drop *d, u32 what, u64 what_for)
{
	if (d->candidates++)
		return;
	if (what == FUNCTION_NFT_HOOK)
		firewall__name_nft(d, what_for);
	else if (what == FUNCTION_XT)
		firewall__name_xt(d, what_for);
	else
		d->engine = FLOW_FIREWALL_CONNTRACK;
}

/* An entry of a hook: the function, and what it is called for. */
struct hooked {
	u64 function, what_for;
};

static __always_inline bool firewall__hooked(u64 entries, u32 at, struct hooked *h)
{
	return !bpf_probe_read_kernel(h, sizeof(*h), (void *)entries + bpf_core_field_offset(struct nf_hook_entries, hooks) + at * sizeof(*h));
}

/* nf_tables has dropped it itself: by one of the chains that its function at the hook runs. */
static __noinline int firewall__by_nft(struct firewall_work *w, u64 entries, u32 count, u64 inside)
{
	u64 function = 0;
	struct hooked h;

	if (!w)
		return 0;
	for (u32 i = 0; i < FIREWALL_HOOKED && i < count; i++) {
		if (firewall__hooked(entries, i, &h) && h.function <= inside && inside - h.function < FIREWALL_FUNCTION && h.function > function)
			function = h.function;
	}
	for (u32 i = 0; i < FIREWALL_HOOKED && i < count; i++) {
		if (firewall__hooked(entries, i, &h) && function && h.function == function)
			firewall__candidate(&w->drop, FUNCTION_NFT_HOOK, h.what_for);
	}
	return 0;
}

/*
 * Whoever ran the hook has dropped it, as one of its functions said.  A packet that is not tracked has not passed
 * connection tracking.
 */
static __noinline int firewall__by_hook(struct firewall_work *w, u64 entries, u32 count, u32 tracked)
{
	struct hooked h;
	u32 what;

	if (!w)
		return 0;
	for (u32 i = 0; i < FIREWALL_HOOKED && i < count; i++) {
		if (!firewall__hooked(entries, i, &h))
			break;
		what = firewall__function(h.function);
		if (what == FUNCTION_CONNTRACK) {
			if (tracked)
				continue;
			firewall__candidate(&w->drop, what, 0);
			break;
		}
		if (what == FUNCTION_XT && !firewall__xt_drops(h.what_for, w->drop.hook))
			continue;
		if (what == FUNCTION_XT || (what == FUNCTION_NFT_HOOK && !NFT_DROPS_ITSELF))
			firewall__candidate(&w->drop, what, h.what_for);
	}
	return 0;
}

/* Where on the packet's way it was, and which chain. */
static __always_inline void firewall__locate(void *ctx, struct firewall_work *w, struct sk_buff *skb, struct net *net)
{
	struct nf_hook_entries *entries;
	u64 inside = 0;
	bool hooked = false;
	u32 hook = FLOW_HOOK_UNKNOWN, what, count;
	u8 first = 0;

	__builtin_memset(w->stack, 0, sizeof(w->stack));
	bpf_get_stack(ctx, w->stack, sizeof(w->stack), 0);
	for (int i = 2; i < FIREWALL_FRAMES; i++) {
		what = firewall__function(w->stack[i]);
		if (what == FUNCTION_NFT && !inside && i + 1 < FIREWALL_FRAMES)
			inside = w->stack[i + 1];
		else if (what == FUNCTION_HOOK)
			hooked = true;
		else if (what >= FUNCTION_CALLER && hooked) {
			hook = what - FUNCTION_CALLER;
			break;
		}
	}
	if (inside)
		w->drop.engine = FLOW_FIREWALL_NFTABLES;
	w->drop.hook = hook;
	if (hook > NF_INET_POST_ROUTING || !net || !bpf_core_field_exists(((struct net___hooks *)0)->nf.hooks_ipv4))
		return;
	bpf_probe_read_kernel(&first, 1, BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, network_header));
	if (first >> 4 == 6)
		bpf_probe_read_kernel(&entries, sizeof(entries), (void *)net + bpf_core_field_offset(struct net___hooks, nf.hooks_ipv6) + hook * sizeof(entries));
	else
		bpf_probe_read_kernel(&entries, sizeof(entries), (void *)net + bpf_core_field_offset(struct net___hooks, nf.hooks_ipv4) + hook * sizeof(entries));
	if (!entries)
		return;
	count = BPF_CORE_READ(entries, num_hook_entries);
	if (inside)
		firewall__by_nft(w, (u64)entries, count, inside);
	else if (hooked)
		firewall__by_hook(w, (u64)entries, count, bpf_core_field_exists(skb->_nfct) && BPF_CORE_READ(skb, _nfct));
	/* Not all of them were looked at: there may be others. */
	if (count > FIREWALL_HOOKED && w->drop.candidates)
		w->drop.candidates++;
}

#endif
