// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * packet.bpf.c - packets at chosen interfaces, from their link layer on.  Attached by tcx,
 * or by a filter of the clsact queueing discipline.  Nothing is ever changed or dropped:
 * each program lets the next one decide.
 *
 * Captures of everything get every packet.  In others a packet leaves the kernel only if
 * one of its sockets has a flow, which a call of an observed process has created.
 */
#include "bpf/maps.h"

#include <bpf/bpf_endian.h>

#ifndef barrier_var
#define barrier_var(var) asm volatile("" : "+r"(var))
#endif

#define PACKET_NEXT -1 /* TCX_NEXT, TC_ACT_UNSPEC */
#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd
#define FRAGMENT_OFFSET 0x1fff

/* RFC 791 section 3.1 */
struct packet_ipv4 {
	u8 version_and_words; /* of its header, in the low bits */
	u8 service;
	__be16 length, id, fragment;
	u8 time_to_live, protocol;
	__be16 checksum;
	u8 source[4], destination[4];
};

/* RFC 8200 section 3 */
struct packet_ipv6 {
	__be32 version_class_flow;
	__be16 length;
	u8 next_header, hop_limit;
	u8 source[16], destination[16];
};

/* Chosen by the loader. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} packets SEC(".maps");

/* Where a socket's pointer becomes a number: before 5.12 a pointer on the stack is no key. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} packet_sockets SEC(".maps");

/* Addresses and ports as they are in the packet. */
struct packet_ends {
	u8 protocol; /* IPPROTO_TCP or _UDP; 0: none of them, or not to be read */
	u8 family;
	__be16 source_port, destination_port;
	u8 source[16], destination[16];
};

static __always_inline void packet__read_ports(struct __sk_buff *skb, u32 at, struct packet_ends *ends)
{
	__be16 ports[2];

	if (bpf_skb_load_bytes_relative(skb, at, ports, sizeof(ports), BPF_HDR_START_NET)) {
		ends->protocol = 0;
		return;
	}
	ends->source_port = ports[0];
	ends->destination_port = ports[1];
}

static __always_inline void packet__read_ends(struct __sk_buff *skb, struct packet_ends *ends)
{
	__builtin_memset(ends, 0, sizeof(*ends));
	if (skb->protocol == bpf_htons(ETHERTYPE_IPV4)) {
		struct packet_ipv4 ip;

		if (bpf_skb_load_bytes_relative(skb, 0, &ip, sizeof(ip), BPF_HDR_START_NET))
			return;
		if ((ip.protocol != IPPROTO_TCP && ip.protocol != IPPROTO_UDP) || (ip.fragment & bpf_htons(FRAGMENT_OFFSET)))
			return;
		ends->protocol = ip.protocol;
		ends->family = AF_INET;
		__builtin_memcpy(ends->source, ip.source, 4);
		__builtin_memcpy(ends->destination, ip.destination, 4);
		packet__read_ports(skb, (ip.version_and_words & 15) * 4, ends);
	} else if (skb->protocol == bpf_htons(ETHERTYPE_IPV6)) {
		struct packet_ipv6 ip;

		if (bpf_skb_load_bytes_relative(skb, 0, &ip, sizeof(ip), BPF_HDR_START_NET))
			return;
		if (ip.next_header != IPPROTO_TCP && ip.next_header != IPPROTO_UDP)
			return;
		ends->protocol = ip.next_header;
		ends->family = AF_INET6;
		__builtin_memcpy(ends->source, ip.source, 16);
		__builtin_memcpy(ends->destination, ip.destination, 16);
		packet__read_ports(skb, sizeof(ip), ends);
	}
}

/* The address of a socket, as the keys of "flows" have it. */
static __always_inline u64 packet__number(struct bpf_sock *sk)
{
	u32 first = 0;
	u64 *place = bpf_map_lookup_elem(&packet_sockets, &first);

	if (!place)
		return 0;
	*(struct bpf_sock **)place = sk;
	return *(volatile u64 *)place;
}

static __always_inline struct flow *packet__tcp_flow(u64 sock)
{
	return bpf_map_lookup_elem(&flows, &sock);
}

/* `family`: the socket's, which may be IPv6's for packets of IPv4 (RFC 3493 section 3.7). */
static __always_inline struct flow *packet__udp_flow(u64 sock, u32 family, const struct packet_ends *ends, bool sends)
{
	struct datagram_key key = { .sock = sock };
	const u8 *peer = sends ? ends->destination : ends->source;

	if (ends->family == AF_INET && family == AF_INET6) {
		key.peer[10] = key.peer[11] = 0xff;
		__builtin_memcpy(key.peer + 12, peer, 4);
	} else {
		__builtin_memcpy(key.peer, peer, 16);
	}
	key.port = bpf_ntohs(sends ? ends->destination_port : ends->source_port);
	return bpf_map_lookup_elem(&datagram_flows, &key);
}

static __always_inline struct flow *packet__sender(struct __sk_buff *skb, const struct packet_ends *ends)
{
	struct bpf_sock *sk = skb->sk;
	u32 family;
	u64 sock;

	if (!sk)
		return 0;
	family = sk->family;
	sock = packet__number(sk);
	return ends->protocol == IPPROTO_UDP ? packet__udp_flow(sock, family, ends, true) : packet__tcp_flow(sock);
}

/* By the addresses, as the kernel will find it. */
static __always_inline struct flow *packet__receiver(struct __sk_buff *skb, const struct packet_ends *ends)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk;
	u32 family;
	u64 sock;

	if (ends->family == AF_INET) {
		__builtin_memcpy(&tuple.ipv4.saddr, ends->source, 4);
		__builtin_memcpy(&tuple.ipv4.daddr, ends->destination, 4);
		tuple.ipv4.sport = ends->source_port;
		tuple.ipv4.dport = ends->destination_port;
	} else {
		__builtin_memcpy(tuple.ipv6.saddr, ends->source, 16);
		__builtin_memcpy(tuple.ipv6.daddr, ends->destination, 16);
		tuple.ipv6.sport = ends->source_port;
		tuple.ipv6.dport = ends->destination_port;
	}
	/* The family is read in one of the branches alone: their sockets have different types to the verifier. */
	if (ends->protocol == IPPROTO_TCP) {
		if (ends->family == AF_INET)
			sk = bpf_skc_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
		else
			sk = bpf_skc_lookup_tcp(skb, &tuple, sizeof(tuple.ipv6), BPF_F_CURRENT_NETNS, 0);
		if (!sk)
			return 0;
		sock = packet__number(sk);
		bpf_sk_release(sk);
		return packet__tcp_flow(sock);
	}
	if (ends->family == AF_INET)
		sk = bpf_sk_lookup_udp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	else
		sk = bpf_sk_lookup_udp(skb, &tuple, sizeof(tuple.ipv6), BPF_F_CURRENT_NETNS, 0);
	if (!sk)
		return 0;
	family = sk->family;
	sock = packet__number(sk);
	bpf_sk_release(sk);
	return packet__udp_flow(sock, family, ends, false);
}

/* What the record says besides the packet's bytes. */
struct packet_head {
	u64 flow_id, pid_tgid, cookie;
	u32 captured;
	u8 direction, end;
};

static __always_inline void packet__fill(struct flow_packet *p, struct __sk_buff *skb, const struct packet_head *head)
{
	p->h.time_ns = bpf_ktime_get_boot_ns();
	p->h.flow_id = head->flow_id;
	p->h.pid = head->pid_tgid >> 32;
	p->h.tid = (u32)head->pid_tgid;
	p->h.kind = FLOW_KIND_PACKET;
	p->h.datagram = 0;
	p->cookie = head->cookie;
	p->ifindex = skb->ifindex;
	p->length = skb->len;
	p->captured = head->captured;
	p->vlan_protocol = skb->vlan_present ? bpf_ntohs(skb->vlan_proto) : 0;
	p->vlan_tag = skb->vlan_present ? skb->vlan_tci : 0;
	p->direction = head->direction;
	p->end = head->end;
	__builtin_memset(p->reserved, 0, sizeof(p->reserved));
}

/* A record of one of a few sizes, as the verifier wants to know what is reserved. */
#define PACKET_SEND(size)                                                                           \
	struct packet_record_##size {                                                               \
		struct flow_packet p;                                                               \
		u8 bytes[size];                                                                     \
	};                                                                                          \
	static __always_inline void packet__send_##size(struct __sk_buff *skb, const struct packet_head *head) \
	{                                                                                           \
		struct packet_record_##size *record = bpf_ringbuf_reserve(&packets, sizeof(*record), 0); \
		s64 length = head->captured;                                                        \
                                                                                                    \
		if (!record) {                                                                      \
			maps__lose(FLOW_LOSS_PACKET_RING, skb->len);                                \
			return;                                                                     \
		}                                                                                   \
		packet__fill(&record->p, skb, head);                                                \
		/* Two comparisons, lest clang make one of them: 5.10 could not tell that it is above zero. */ \
		if (length > size)                                                                  \
			length = 0;                                                                 \
		barrier_var(length);                                                                \
		if (length < 1 || bpf_skb_load_bytes(skb, 0, record->bytes, length)) { \
			record->p.captured = 0;                                                     \
			maps__lose(FLOW_LOSS_PACKET_BYTES, head->captured);                         \
		}                                                                                   \
		bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);                                       \
	}

PACKET_SEND(192)
PACKET_SEND(2048)
PACKET_SEND(16384)
PACKET_SEND(98304)
PACKET_SEND(528384) /* FLOW_PACKET_MAX; loopback's have 108,610 bytes at times */

static __always_inline int packet__take(struct __sk_buff *skb, u32 direction, bool looks_up)
{
	struct packet_ends ends;
	struct packet_head head = { .direction = direction };
	struct flow *f = 0;

	packet__read_ends(skb, &ends);
	if (ends.protocol) {
		if (direction == FLOW_SENT) {
			f = packet__sender(skb, &ends);
			head.end = FLOW_PACKET_SENDER;
		}
		if (!f && looks_up) {
			f = packet__receiver(skb, &ends);
			head.end = FLOW_PACKET_RECEIVER;
		}
	}
	if (f) {
		head.flow_id = f->id;
		head.pid_tgid = f->pid_tgid;
	} else {
		head.end = FLOW_PACKET_NONE;
		if (config.mode != PROBE_MODE_ALL || config.ptrace_rule)
			return PACKET_NEXT;
	}
	if (direction == FLOW_SENT)
		head.cookie = bpf_get_socket_cookie(skb);
	head.captured = skb->len;
	if (head.captured > FLOW_PACKET_MAX && config.packet_snap >= FLOW_PACKET_MAX)
		maps__lose(FLOW_LOSS_PACKET_BYTES, head.captured - FLOW_PACKET_MAX);
	if (head.captured > config.packet_snap)
		head.captured = config.packet_snap;
	if (head.captured <= 192)
		packet__send_192(skb, &head);
	else if (head.captured <= 2048)
		packet__send_2048(skb, &head);
	else if (head.captured <= 16384)
		packet__send_16384(skb, &head);
	else if (head.captured <= 98304)
		packet__send_98304(skb, &head);
	else
		packet__send_528384(skb, &head);
	return PACKET_NEXT;
}

SEC("tc")
int packet_sent(struct __sk_buff *skb)
{
	return packet__take(skb, FLOW_SENT, false);
}

/* Loopback's packets are taken when they are sent alone, or each would come twice: the receiver is on this machine too. */
SEC("tc")
int packet_looped(struct __sk_buff *skb)
{
	return packet__take(skb, FLOW_SENT, true);
}

SEC("tc")
int packet_received(struct __sk_buff *skb)
{
	return packet__take(skb, FLOW_RECEIVED, true);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
