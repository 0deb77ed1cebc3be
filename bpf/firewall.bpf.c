// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * firewall.bpf.c - packets that the kernel drops, why, and by which chain of a firewall.
 * Only those of flows are reported: a packet's socket is known by the packet, or by its
 * addresses and the states of TCP, of which a table is kept here.
 *
 * The hook is told by the functions on the stack, the chain by what is registered at the
 * hook, so nothing has to be attached to the firewall, and a packet that passes costs
 * nothing.
 */
#include "bpf/emit.h"
#include "bpf/firewall_ends.h"
#include "bpf/firewall_place.h"

static __noinline int firewall__tell(struct flow_drop *drop, u64 sock, u32 sent)
{
	struct drop_count_key key = {};
	struct flow *f = bpf_map_lookup_elem(&flows, &sock);
	struct flow_drop *d;
	u32 one = 1, count = 1;
	u32 *known;

	if (!f || !drop)
		return 0;
	key.flow_id = f->id;
	key.reason = drop->reason;
	known = bpf_map_lookup_elem(&drop_counts, &key);
	if (known)
		count = ++*known;
	else
		bpf_map_update_elem(&drop_counts, &key, &one, BPF_ANY);
	if (count > FIREWALL_TOLD && (count & (count - 1)))
		return 0;
	d = maps__reserve(sizeof(*d));
	if (!d) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	__builtin_memcpy(d, drop, sizeof(*d));
	emit__head(&d->h, FLOW_KIND_DROP, f->id, f->pid_tgid);
	d->count = count;
	d->sent = sent;
	maps__submit(d);
	return 0;
}

static __always_inline void firewall__look(void *ctx, struct firewall_work *w, struct sk_buff *skb, u32 reason, u32 kind)
{
	struct net *net;

	if (!firewall__read_packet(skb, &w->key))
		return;
	__builtin_memset(&w->drop, 0, sizeof(w->drop));
	w->drop.reason = reason;
	w->drop.hook = FLOW_HOOK_UNKNOWN;
	net = firewall__net(skb);
	w->drop.netns = net ? BPF_CORE_READ(net, ns.inum) : 0;
	w->key.netns = w->drop.netns;
	firewall__find_ends(w, skb);
	if (!w->sender && !w->receiver && !w->waits)
		return;
	if (kind == DROP_BY_FILTER)
		firewall__locate(ctx, w, skb, net);
	if (w->sender)
		firewall__tell(&w->drop, w->sender, 1);
	if (w->receiver)
		firewall__tell(&w->drop, w->receiver, 0);
	if (!w->sender && !w->receiver && kind == DROP_BY_FILTER) {
		if (!firewall__read_packet(skb, &w->key))
			return;
		w->key.netns = 0;
		bpf_map_update_elem(&untold_drops, &w->key, &w->drop, BPF_ANY);
	}
}

/* kfree_skb(skb, location, reason): with a reason since 5.17 */
TRACEPOINT(firewall_drop, kfree_skb)
{
	struct sk_buff *skb = (struct sk_buff *)ctx[0];
	u32 reason = ctx[2];
	u32 *kind = bpf_map_lookup_elem(&drop_reasons, &reason);
	struct firewall_work *w;

	if (!kind || *kind == DROP_IGNORED)
		return 0;
	w = firewall__work();
	if (!w)
		return 0;
	maps__add(&w->users, 1);
	if (*(volatile u64 *)&w->users == 1)
		firewall__look(ctx, w, skb, reason, *kind);
	else
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
	maps__add(&w->users, -1);
	return 0;
}

/* Closed ones are kept for a while: what is known of a connection elsewhere may be asked for after its end. */
static __noinline int firewall__remember(struct sock *sk, struct tcp_end_key *key, u32 closed)
{
	struct tcp_end end = {}, *other;
	u64 sock = (u64)sk;
	struct flow *f;

	if (!key)
		return 0;
	end.netns = key->netns;
	if (closed) {
		f = bpf_map_lookup_elem(&flows, &sock);
		end.flow_id = f ? f->id : 0;
		end.closed_ns = bpf_ktime_get_boot_ns();
	} else {
		end.sock = sock;
	}
	bpf_map_update_elem(&tcp_ends, key, &end, BPF_ANY);
	key->netns = 0;
	other = bpf_map_lookup_elem(&tcp_ends, key);
	end.ambiguous = other && other->netns != end.netns;
	bpf_map_update_elem(&tcp_ends, key, &end, BPF_ANY);
	key->netns = end.netns;
	return 0;
}

/* What was dropped of it before its socket could be told. */
static __noinline int firewall__tell_late(struct sock *sk, struct tcp_end_key *key)
{
	struct flow_drop *drop;
	u32 netns;

	if (!key)
		return 0;
	netns = key->netns;
	key->netns = 0;
	drop = bpf_map_lookup_elem(&untold_drops, key);
	if (!drop)
		return 0;
	if (!config.ptrace_rule || drop->netns == netns)
		firewall__tell(drop, (u64)sk, 1);
	bpf_map_delete_elem(&untold_drops, key);
	return 0;
}

/* inet_sock_set_state(sk, old, new); attached before the flows' program, which forgets a flow when it is closed. */
TRACEPOINT(firewall_state, inet_sock_set_state)
{
	struct sock *sk = (struct sock *)ctx[0];
	u32 old_state = ctx[1], new_state = ctx[2];
	struct tcp_end_key key;
	struct remote remote;
	u64 sock = (u64)sk;

	if (new_state != TCP_SYN_SENT && new_state != TCP_ESTABLISHED && new_state != TCP_CLOSE)
		return 0;
	if (BPF_CORE_READ(sk, sk_protocol) != IPPROTO_TCP || old_state == TCP_LISTEN)
		return 0;
	firewall__key_of(sk, &key);
	if (new_state == TCP_SYN_SENT) {
		firewall__remote_of(&key, &remote);
		bpf_map_update_elem(&connecting, &remote, &sock, BPF_ANY);
		return 0;
	}
	firewall__remember(sk, &key, new_state == TCP_CLOSE);
	if (old_state == TCP_SYN_SENT && new_state == TCP_CLOSE)
		firewall__tell_late(sk, &key);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
