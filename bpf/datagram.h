/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * datagram.h - UDP.  A socket without connect() has many peers: it is a flow per peer,
 * and a new one after a long silence between the two, since nothing reports an end.
 */
#ifndef CLEARTAP_DATAGRAM_H
#define CLEARTAP_DATAGRAM_H

#include "bpf/call.h"
#include "bpf/flow.h"

/* struct sockaddr_in6; sockaddr_in is the first eight bytes. */
struct user_address {
	u16 family;
	__be16 port;
	u8 first[4]; /* IPv4: the address */
	u8 address[16];
	u32 scope;
};

/*
 * The peer that the call has sent to or received from: from its arguments, else from
 * connect().  Inline: in a function whose result is unused, clang leaves a stack address
 * in r0, which kernels reject.
 */
static __always_inline void datagram__peer(struct sock *sk, const struct call *c, struct datagram_key *key)
{
	u32 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	struct user_address a = {};
	u64 name = c->name;

	if (c->form == FORM_MESSAGE)
		bpf_probe_read_user(&name, sizeof(name), (const void *)(c->address + __builtin_offsetof(struct user_message, name)));
	if (name && !bpf_probe_read_user(&a, 8, (const void *)name)) {
		if (a.family == AF_INET6)
			bpf_probe_read_user(a.address, sizeof(a.address), (const void *)(name + 8));
	}
	if (a.family == AF_INET6) {
		__builtin_memcpy(key->peer, a.address, 16);
	} else if (a.family == AF_INET && family == AF_INET6) {
		key->peer[10] = key->peer[11] = 0xff;
		__builtin_memcpy(key->peer + 12, a.first, 4);
	} else if (a.family == AF_INET) {
		__builtin_memcpy(key->peer, a.first, 4);
	} else {
		a.port = BPF_CORE_READ(sk, __sk_common.skc_dport);
		if (family == AF_INET)
			BPF_CORE_READ_INTO((__be32 *)key->peer, sk, __sk_common.skc_daddr);
		else
			BPF_CORE_READ_INTO((struct in6_addr *)key->peer, sk, __sk_common.skc_v6_daddr);
	}
	key->port = __builtin_bswap16(a.port);
}

#define DATAGRAM_USUAL 1024 /* bytes: of less, nobody makes several datagrams in one call */
#define DATAGRAM_CONTROLS_MAX 4 /* control messages that are looked at */
#define SOL_UDP 17
#define UDP_SEGMENT 103
#define UDP_GRO 104

/* struct cmsghdr, and what follows it in these. */
struct user_control {
	u64 length;
	s32 level;
	s32 type;
	u16 value;
};

/*
 * One call may move several datagrams of a peer (UDP_SEGMENT, UDP_GRO): the length of each, as a control message or the
 * socket says; 0: it is a single one.
 */
static __noinline u32 datagram__each(struct sock *sk, const struct call *c, u32 moved)
{
	struct user_message m = {};
	struct user_control control;
	u32 each = 0;
	u64 at;

	if (!c)
		return 0;
	if (c->direction == FLOW_SENT)
		each = BPF_CORE_READ((struct udp_sock *)sk, gso_size);
	if (c->form == FORM_MESSAGE && !bpf_probe_read_user(&m, sizeof(m), (const void *)c->address) && m.control) {
		at = m.control;
		for (int i = 0; i < DATAGRAM_CONTROLS_MAX; i++) {
			if (at + sizeof(control) > m.control + m.control_length + 6 ||
			    bpf_probe_read_user(&control, sizeof(control) - 6, (const void *)at))
				break;
			if (control.level == SOL_UDP && (control.type == UDP_SEGMENT || control.type == UDP_GRO))
				each = control.value;
			if (control.length < 16)
				break;
			at += (control.length + 7) & ~7ull;
		}
	}
	return each < moved ? each : 0;
}

/* The client is the one that sends first, unless the ports contradict that. */
static __always_inline u32 datagram__role(struct sock *sk, u32 direction)
{
	u32 local = BPF_CORE_READ(sk, __sk_common.skc_num);

	if (BPF_CORE_READ(sk, __sk_common.skc_dport))
		return FLOW_ROLE_CLIENT;
	if (direction == FLOW_SENT)
		return local >= 32768 ? FLOW_ROLE_CLIENT : FLOW_ROLE_UNKNOWN;
	return local < 32768 ? FLOW_ROLE_SERVER : FLOW_ROLE_UNKNOWN;
}

static __noinline int datagram__tell(struct sock *sk, struct flow *f, struct datagram_key *key)
{
	struct flow_socket *s;

	if (!f || !key)
		return 0;
	s = maps__reserve(sizeof(*s));
	if (!s) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	flow__describe(s, sk, f, 0);
	__builtin_memcpy(s->remote, key->peer, 16);
	s->remote_port = key->port;
	maps__submit(s);
	return 0;
}

static __noinline struct flow *datagram__make(struct sock *sk, struct datagram_key *key, u64 inode, u32 direction)
{
	struct flow f = {}, *made;

	if (!key)
		return 0;
	f.id = maps__new_id(bpf_ktime_get_boot_ns());
	f.pid_tgid = bpf_get_current_pid_tgid();
	f.cgroup_id = bpf_get_current_cgroup_id();
	f.inode = inode;
	f.protocol = IPPROTO_UDP;
	f.from_start = 1;
	f.role = datagram__role(sk, direction);
	if (bpf_map_update_elem(&datagram_flows, key, &f, BPF_ANY)) {
		maps__lose(FLOW_LOSS_FLOWS_FULL, 0);
		return 0;
	}
	made = bpf_map_lookup_elem(&datagram_flows, key);
	datagram__tell(sk, made, key);
	return made;
}

/* The flow of a call's one datagram. */
static __noinline struct flow *datagram__flow(struct sock *sk, u64 inode, const struct call *c)
{
	struct datagram_key key = {.sock = (u64)sk};
	u64 now = bpf_ktime_get_boot_ns();
	struct flow *f;

	if (!c)
		return 0;
	datagram__peer(sk, c, &key);
	f = bpf_map_lookup_elem(&datagram_flows, &key);
	if (!f || f->inode != inode || now - f->sampled > PROBE_DATAGRAMS_NS)
		f = datagram__make(sk, &key, inode, c->direction);
	if (f)
		f->sampled = now;
	return f;
}

#endif
