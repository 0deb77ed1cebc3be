/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * firewall_ends.h - whose packet it is: the sockets at both ends, by the packet, by its
 * addresses, and by those that it has elsewhere if it is translated on its way.
 */
#ifndef CLEARTAP_FIREWALL_ENDS_H
#define CLEARTAP_FIREWALL_ENDS_H

#include "bpf/firewall_maps.h"

#include <bpf/bpf_endian.h>

static __always_inline void firewall__set_ipv4(u8 *to, __be32 address)
{
	u32 words[4] = { 0, 0, bpf_htonl(0xffff), address };

	__builtin_memcpy(to, words, 16);
}

/* The connection as the socket has it. Its port stays in inet_sport when it is closed. */
static __noinline int firewall__key_of(struct sock *sk, struct tcp_end_key *key)
{
	if (!key)
		return 0;
	if (BPF_CORE_READ(sk, __sk_common.skc_family) == AF_INET) {
		firewall__set_ipv4(key->local, BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr));
		firewall__set_ipv4(key->remote, BPF_CORE_READ(sk, __sk_common.skc_daddr));
	} else {
		BPF_CORE_READ_INTO((struct in6_addr *)key->local, sk, __sk_common.skc_v6_rcv_saddr);
		BPF_CORE_READ_INTO((struct in6_addr *)key->remote, sk, __sk_common.skc_v6_daddr);
	}
	key->local_port = bpf_ntohs(BPF_CORE_READ((struct inet_sock *)sk, inet_sport));
	key->remote_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	key->netns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	return 0;
}

static __always_inline bool firewall__same_connection(const struct tcp_end_key *a, const struct tcp_end_key *b)
{
	const u64 *left = (const u64 *)a, *right = (const u64 *)b;

	/* Without the namespace. */
	return left[0] == right[0] && left[1] == right[1] && left[2] == right[2] && left[3] == right[3] &&
	       a->local_port == b->local_port && a->remote_port == b->remote_port;
}

static __always_inline void firewall__remote_of(const struct tcp_end_key *key, struct remote *remote)
{
	__builtin_memcpy(remote->address, key->remote, 16);
	remote->port = key->remote_port;
}

/* The socket of an end, if a flow may be its: elsewhere than in its own namespace only in captures of everything. */
static __noinline u64 firewall__find(struct firewall_work *w, struct tcp_end_key *key)
{
	struct remote remote;
	struct tcp_end *end;
	struct flow *f;
	u64 *latest;
	u64 sock;
	u32 netns;

	if (!w || !key)
		return 0;
	end = bpf_map_lookup_elem(&tcp_ends, key);
	if (end && end->sock)
		return end->sock;
	if (!config.ptrace_rule) {
		netns = key->netns;
		key->netns = 0;
		end = bpf_map_lookup_elem(&tcp_ends, key);
		key->netns = netns;
		if (end && end->sock)
			return end->ambiguous ? 0 : end->sock;
	}
	firewall__remote_of(key, &remote);
	latest = bpf_map_lookup_elem(&connecting, &remote);
	if (!latest)
		return 0;
	sock = *latest;
	f = bpf_map_lookup_elem(&flows, &sock);
	if (f) {
		firewall__key_of((struct sock *)sock, &w->other);
		if (firewall__same_connection(&w->other, key) && (!config.ptrace_rule || w->other.netns == key->netns))
			return sock;
	}
	w->waits = 1;
	return 0;
}

static __noinline int firewall__reverse(struct tcp_end_key *key)
{
	u64 *local, *remote, first, second;
	u16 port;

	if (!key)
		return 0;
	local = (u64 *)key->local;
	remote = (u64 *)key->remote;
	first = local[0];
	second = local[1];
	local[0] = remote[0];
	local[1] = remote[1];
	remote[0] = first;
	remote[1] = second;
	port = key->local_port;
	key->local_port = key->remote_port;
	key->remote_port = port;
	return 0;
}

/* Sender and receiver in a tuple of connection tracking: from its source to its destination. */
static __always_inline void firewall__read_tuple(struct nf_conn *ct, u32 direction, struct tcp_end_key *key)
{
	struct nf_conntrack_tuple_hash *hash = (void *)ct + bpf_core_field_offset(struct nf_conn, tuplehash) + direction * bpf_core_type_size(struct nf_conntrack_tuple_hash);

	if (BPF_CORE_READ(hash, tuple.src.l3num) == AF_INET) {
		firewall__set_ipv4(key->local, BPF_CORE_READ(hash, tuple.src.u3.ip));
		firewall__set_ipv4(key->remote, BPF_CORE_READ(hash, tuple.dst.u3.ip));
	} else {
		BPF_CORE_READ_INTO((struct in6_addr *)key->local, hash, tuple.src.u3.in6);
		BPF_CORE_READ_INTO((struct in6_addr *)key->remote, hash, tuple.dst.u3.in6);
	}
	key->local_port = bpf_ntohs(BPF_CORE_READ(hash, tuple.src.u.all));
	key->remote_port = bpf_ntohs(BPF_CORE_READ(hash, tuple.dst.u.all));
}

/* Addresses and ports of a TCP packet, from its source to its destination; false: another packet. */
static __always_inline bool firewall__read_packet(struct sk_buff *skb, struct tcp_end_key *key)
{
	unsigned char *at = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, network_header);
	u8 bytes[40];
	__be16 ports[2];
	u32 length;

	if (bpf_probe_read_kernel(bytes, sizeof(bytes), at))
		return false;
	if (bytes[0] >> 4 == 4) {
		length = (bytes[0] & 15) * 4;
		/* RFC 791: not the fragments after the first, and TCP. */
		if (((bytes[6] & 0x1f) | bytes[7]) || bytes[9] != IPPROTO_TCP)
			return false;
		firewall__set_ipv4(key->local, *(__be32 *)(bytes + 12));
		firewall__set_ipv4(key->remote, *(__be32 *)(bytes + 16));
	} else if (bytes[0] >> 4 == 6 && bytes[6] == IPPROTO_TCP) {
		length = 40;
		__builtin_memcpy(key->local, bytes + 8, 16);
		__builtin_memcpy(key->remote, bytes + 24, 16);
	} else {
		return false;
	}
	if (bpf_probe_read_kernel(ports, sizeof(ports), at + length))
		return false;
	key->local_port = bpf_ntohs(ports[0]);
	key->remote_port = bpf_ntohs(ports[1]);
	return true;
}

static __always_inline struct net *firewall__net(struct sk_buff *skb)
{
	struct net_device *device = BPF_CORE_READ(skb, dev);
	struct sock *sk;

	if (device)
		return BPF_CORE_READ(device, nd_net.net);
	sk = BPF_CORE_READ(skb, sk);
	return sk ? BPF_CORE_READ(sk, __sk_common.skc_net.net) : 0;
}

/* Finds the sockets at both ends, as far as flows may be theirs. */
static __always_inline void firewall__find_ends(struct firewall_work *w, struct sk_buff *skb)
{
	u64 sk = (u64)BPF_CORE_READ(skb, sk);
	unsigned long tracked;
	struct nf_conn *ct;

	w->sender = w->receiver = 0;
	w->waits = 0;
	if (sk && bpf_map_lookup_elem(&flows, &sk)) {
		if (bpf_ntohs(BPF_CORE_READ((struct inet_sock *)sk, inet_sport)) == w->key.local_port)
			w->sender = sk;
		else
			w->receiver = sk;
	}
	if (!w->sender)
		w->sender = firewall__find(w, &w->key);
	firewall__reverse(&w->key);
	if (!w->receiver)
		w->receiver = firewall__find(w, &w->key);
	firewall__reverse(&w->key);
	if ((w->sender && w->receiver) || !FIREWALL_HAS(struct nf_conn) || !bpf_core_field_exists(((struct sk_buff *)0)->_nfct))
		return;
	/* As the ends have it, if it is translated on the way: the client by the original tuple, the server by that of replies. */
	tracked = BPF_CORE_READ(skb, _nfct);
	ct = (struct nf_conn *)(tracked & ~NFCT_INFO_MASK);
	if (!ct)
		return;
	w->key.netns = w->drop.netns;
	if ((tracked & NFCT_INFO_MASK) < IP_CT_IS_REPLY) {
		firewall__read_tuple(ct, 0, &w->key);
		if (!w->sender)
			w->sender = firewall__find(w, &w->key);
		firewall__read_tuple(ct, 1, &w->key);
		if (!w->receiver)
			w->receiver = firewall__find(w, &w->key);
	} else {
		firewall__read_tuple(ct, 1, &w->key);
		if (!w->sender)
			w->sender = firewall__find(w, &w->key);
		firewall__read_tuple(ct, 0, &w->key);
		if (!w->receiver)
			w->receiver = firewall__find(w, &w->key);
	}
}

#endif
