/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * flow.h - sockets as flows: created when a subject's call first touches them, found
 * again by the address of struct sock, reported to the application once.
 */
#ifndef CLEARTAP_FLOW_H
#define CLEARTAP_FLOW_H

#include "bpf/emit.h"

/* TCP and Unix. UDP: datagram__flow(). */
static __always_inline struct flow *flow__lookup(u64 sock)
{
	return bpf_map_lookup_elem(&flows, &sock);
}

/* One of the kernel's internal sockets below an MPTCP socket, which programs do not see. */
static __always_inline bool flow__is_subflow(struct sock *sk)
{
	return bpf_core_field_exists(((struct tcp_sock *)0)->is_mptcp) &&
	       BPF_CORE_READ_BITFIELD_PROBED((struct tcp_sock *)sk, is_mptcp);
}

/* Whether a program's socket is a TCP connection, over one path or several. */
static __always_inline bool flow__is_tcp(struct sock *sk)
{
	u32 protocol = BPF_CORE_READ(sk, sk_protocol);

	return protocol == IPPROTO_MPTCP || (protocol == IPPROTO_TCP && !flow__is_subflow(sk));
}

/* The socket that has TCP's figures: for an MPTCP socket its first subflow, or none. */
static __always_inline struct sock *flow__tcp(struct sock *sk, const struct flow *f)
{
	if (!f->mptcp)
		return sk;
	if (bpf_core_field_exists(((struct mptcp_sock *)0)->first))
		return BPF_CORE_READ((struct mptcp_sock *)sk, first);
	return 0;
}

static __always_inline u32 flow__write_seq(struct sock *sk)
{
	return KERNEL_READ(struct tcp_sock, sk, write_seq);
}

static __always_inline u32 flow__copied_seq(struct sock *sk)
{
	return KERNEL_READ(struct tcp_sock, sk, copied_seq);
}

static __always_inline struct listener_key flow__listener_key(struct sock *sk)
{
	struct listener_key key = {
		.netns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum),
		.port = BPF_CORE_READ(sk, __sk_common.skc_num),
	};

	return key;
}

/*
 * For a connection whose beginning was not seen: accepted if its port was being listened
 * on, else connected if the port is in the kernel's ephemeral range.
 */
static __noinline u32 flow__role(struct sock *sk)
{
	struct listener_key key = flow__listener_key(sk);

	if (bpf_map_lookup_elem(&listeners, &key))
		return FLOW_ROLE_SERVER;
	return key.port >= 32768 ? FLOW_ROLE_CLIENT : FLOW_ROLE_UNKNOWN;
}

static __always_inline void flow__describe(struct flow_socket *s, struct sock *sk, struct flow *f, u32 state)
{
	u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);

	__builtin_memset(s, 0, sizeof(*s));
	emit__head(&s->h, FLOW_KIND_SOCKET, f->id, f->pid_tgid);
	s->family = family;
	s->protocol = f->protocol;
	if (family == AF_INET) {
		BPF_CORE_READ_INTO((__be32 *)s->local, sk, __sk_common.skc_rcv_saddr);
		BPF_CORE_READ_INTO((__be32 *)s->remote, sk, __sk_common.skc_daddr);
	} else if (family == AF_INET6) {
		BPF_CORE_READ_INTO((struct in6_addr *)s->local, sk, __sk_common.skc_v6_rcv_saddr);
		BPF_CORE_READ_INTO((struct in6_addr *)s->remote, sk, __sk_common.skc_v6_daddr);
	}
	if (family != AF_UNIX) {
		/* skc_num is zero once the port has been released; inet_sport remains. */
		s->local_port = __builtin_bswap16(BPF_CORE_READ((struct inet_sock *)sk, inet_sport));
		s->remote_port = __builtin_bswap16(BPF_CORE_READ(sk, __sk_common.skc_dport));
	}
	s->role = f->role;
	s->state = state;
	s->netns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	s->uid = BPF_CORE_READ(sk, sk_uid.val);
	s->cgroup_id = f->cgroup_id;
	s->from_start = f->from_start;
}

/*
 * The flow at the other end of a Unix connection, or 0.  An entry of the table may belong to a socket
 * that was freed, at whose address there is another one now: the inode tells them apart.
 */
static __always_inline u64 flow__peer(struct sock *sk)
{
	struct sock *peer = BPF_CORE_READ((struct unix_sock *)sk, peer);
	u64 key = (u64)peer;
	struct flow *other;

	if (!peer)
		return 0;
	other = bpf_map_lookup_elem(&flows, &key);
	if (!other || !other->inode || other->inode != BPF_CORE_READ(peer, sk_socket, file, f_inode, i_ino))
		return 0;
	return other->id;
}

/* Reports what identifies the other end, once it is known. */
static __noinline int flow__tell_other_end(struct sock *sk, struct flow *f)
{
	struct flow_other_end *o;
	u64 peer = 0;

	if (!f || f->told_other_end)
		return 0;
	if (f->protocol != IPPROTO_TCP)
		peer = flow__peer(sk);
	if (!peer && !f->based)
		return 0;
	o = maps__reserve(sizeof(*o));
	if (!o) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	f->told_other_end = 1;
	emit__head(&o->h, FLOW_KIND_OTHER_END, f->id, f->pid_tgid);
	o->peer = peer;
	o->sent_sequence = f->sent_base;
	o->received_sequence = f->received_base;
	maps__submit(o);
	return 0;
}

/* Reports a flow's addresses. */
static __noinline int flow__tell(struct sock *sk, struct flow *f, u32 state)
{
	struct flow_socket *s;

	if (!f)
		return 0;
	s = maps__reserve(sizeof(*s));
	if (!s) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	flow__describe(s, sk, f, state);
	f->told = 1;
	f->told_ports = s->local_port != 0 || s->family == AF_UNIX;
	maps__submit(s);
	flow__tell_other_end(sk, f);
	return 0;
}

/*
 * Creates the flow of a socket that a subject's call has touched for the first time.
 * moved: bytes that the call has moved in the direction, already in the counters.
 */
static __noinline struct flow *flow__make(struct sock *sk, u64 inode, u32 protocol, u32 sent, u32 received)
{
	struct flow f = {};
	u64 key = (u64)sk;
	u32 state = BPF_CORE_READ(sk, __sk_common.skc_state);

	f.id = maps__new_id(bpf_ktime_get_boot_ns());
	f.pid_tgid = bpf_get_current_pid_tgid();
	f.cgroup_id = bpf_get_current_cgroup_id();
	f.inode = inode;
	f.protocol = protocol ? IPPROTO_TCP : 0;
	f.mptcp = protocol == IPPROTO_MPTCP;
	if (protocol) {
		struct pending *pending = bpf_map_lookup_elem(&pendings, &key);

		f.ulp = f.mptcp || BPF_CORE_READ((struct inet_connection_sock *)sk, icsk_ulp_ops) != 0;
		if (pending) {
			f.sent_base = pending->sent_base;
			f.received_base = pending->received_base;
			f.based = 1;
			f.from_start = 1;
			f.role = FLOW_ROLE_SERVER;
			bpf_map_delete_elem(&pendings, &key);
		} else if (state == TCP_CLOSE || state == TCP_LISTEN) {
			return 0;
		} else if (f.mptcp) {
			f.role = flow__role(sk);
		} else {
			f.sent_base = flow__write_seq(sk) - sent;
			f.received_base = flow__copied_seq(sk) - received;
			f.based = 1;
			f.role = flow__role(sk);
		}
	} else {
		f.from_start = 1;
	}
	/* Another thread, or the iterator over existing ones, may have been faster. */
	if (bpf_map_update_elem(&flows, &key, &f, BPF_NOEXIST) && !bpf_map_lookup_elem(&flows, &key)) {
		maps__lose(FLOW_LOSS_FLOWS_FULL, 0);
		return 0;
	}
	return flow__lookup(key);
}

/* Creates the flow of a socket whose connect() begins. */
static __noinline struct flow *flow__make_client(struct sock *sk)
{
	struct flow f = {};
	u64 key = (u64)sk;

	f.id = maps__new_id(bpf_ktime_get_boot_ns());
	f.pid_tgid = bpf_get_current_pid_tgid();
	f.cgroup_id = bpf_get_current_cgroup_id();
	f.protocol = IPPROTO_TCP;
	f.ulp = f.mptcp = BPF_CORE_READ(sk, sk_protocol) == IPPROTO_MPTCP;
	f.from_start = 1;
	f.role = FLOW_ROLE_CLIENT;
	if (bpf_map_update_elem(&flows, &key, &f, BPF_ANY)) {
		maps__lose(FLOW_LOSS_FLOWS_FULL, 0);
		return 0;
	}
	return bpf_map_lookup_elem(&flows, &key);
}

/*
 * Advances the stream position of a direction by a call's bytes and returns where the
 * call began.  For TCP the kernel's own counter is decisive: if it is ahead of ours, a
 * call that we could not see has moved the difference.
 */
static __noinline u64 flow__advance(struct sock *sk, struct flow *f, u32 direction, u32 moved)
{
	u32 now, base;
	u64 start;
	s32 ahead;

	if (!f)
		return 0;
	start = direction == FLOW_SENT ? f->sent : f->received;
	if (f->protocol == IPPROTO_TCP && !f->ulp) {
		now = direction == FLOW_SENT ? flow__write_seq(sk) : flow__copied_seq(sk);
		base = direction == FLOW_SENT ? f->sent_base : f->received_base;
		if (!f->based) {
			f->sent_base = flow__write_seq(sk) - (direction == FLOW_SENT ? moved : 0);
			f->received_base = flow__copied_seq(sk) - (direction == FLOW_SENT ? 0 : moved);
			f->based = 1;
			flow__tell_other_end(sk, f);
			base = now - moved;
		}
		ahead = (s32)(now - base - ((u32)start + moved));
		/* A FIN uses a sequence number too, in the same call as the last bytes. */
		if (ahead > 0 && direction == FLOW_RECEIVED &&
		    (BPF_CORE_READ(sk, sk_shutdown) & RCV_SHUTDOWN) &&
		    now == BPF_CORE_READ((struct tcp_sock *)sk, rcv_nxt))
			ahead--;
		if (ahead > 0)
			start += ahead;
	}
	if (direction == FLOW_SENT)
		f->sent = start + moved;
	else
		f->received = start + moved;
	return start;
}

static __always_inline void flow__figures(struct sock *sk, struct flow_tcp_figures *t)
{
	struct tcp_sock *tp = (struct tcp_sock *)sk;
	u32 delivered = BPF_CORE_READ(tp, rate_delivered);
	u32 interval = BPF_CORE_READ(tp, rate_interval_us);

	t->srtt_us = BPF_CORE_READ(tp, srtt_us) >> 3;
	t->rttvar_us = BPF_CORE_READ(tp, mdev_us) >> 2;
	t->min_rtt_us = BPF_CORE_READ(tp, rtt_min.s[0].v);
	t->cwnd = BPF_CORE_READ(tp, snd_cwnd);
	t->ssthresh = BPF_CORE_READ(tp, snd_ssthresh);
	t->retransmits = BPF_CORE_READ(tp, total_retrans);
	t->lost = BPF_CORE_READ(tp, lost_out);
	t->reordering_seen = BPF_CORE_READ(tp, reord_seen);
	t->delivery_rate = interval ? (u64)delivered * BPF_CORE_READ(tp, mss_cache) * 1000000 / interval : 0;
	t->bytes_sent = BPF_CORE_READ(tp, bytes_sent);
	t->bytes_received = BPF_CORE_READ(tp, bytes_received);
	t->segments_out = BPF_CORE_READ(tp, segs_out);
	t->segments_in = BPF_CORE_READ(tp, segs_in);
	t->receive_window = BPF_CORE_READ(tp, rcv_wnd);
	t->send_window = BPF_CORE_READ(tp, snd_wnd);
}

/* tcp_get_info_chrono_stats() of net/ipv4/tcp.c: the time accumulated, plus the current wait. */
static __always_inline u64 flow__window_limited_us(struct tcp_sock *tp)
{
	u32 ticks = BPF_CORE_READ(tp, chrono_stat[TCP_CHRONO_RWND_LIMITED - 1]);

	if (BPF_CORE_READ_BITFIELD_PROBED(tp, chrono_type) == TCP_CHRONO_RWND_LIMITED)
		ticks += (u32)bpf_jiffies64() - BPF_CORE_READ(tp, chrono_start);
	return (u64)ticks * config.tick_us;
}

/* Reports what is layered above TCP in the kernel, as soon as there is something. */
static __noinline int flow__tell_upper_layer(struct sock *sk, struct flow *f)
{
	const struct tcp_ulp_ops *ops;
	struct flow_upper_layer *u;

	if (!f || f->ulp_told)
		return 0;
	ops = BPF_CORE_READ((struct inet_connection_sock *)sk, icsk_ulp_ops);
	if (!ops && !f->mptcp)
		return 0;
	u = maps__reserve(sizeof(*u));
	if (!u) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	f->ulp_told = 1;
	emit__head(&u->h, FLOW_KIND_UPPER_LAYER, f->id, bpf_get_current_pid_tgid());
	if (f->mptcp)
		__builtin_memcpy(u->name, "mptcp\0\0\0\0\0\0\0\0\0\0", sizeof(u->name));
	else
		BPF_CORE_READ_INTO(&u->name, ops, name);
	maps__submit(u);
	return 0;
}

static __noinline int flow__tell_figures(struct sock *sk, struct flow *f)
{
	struct tcp_sock *tp;
	struct flow_tcp *t;

	if (!f)
		return 0;
	flow__tell_upper_layer(sk, f);
	tp = (struct tcp_sock *)flow__tcp(sk, f);
	if (!tp)
		return 0;
	t = maps__reserve(sizeof(*t));
	if (!t) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	emit__head(&t->h, FLOW_KIND_TCP, f->id, bpf_get_current_pid_tgid());
	flow__figures((struct sock *)tp, &t->tcp);
	t->window_limited_us = flow__window_limited_us(tp);
	t->out_of_order = BPF_CORE_READ(tp, rcv_ooopack);
	t->reserved = 0;
	maps__submit(t);
	return 0;
}

/* Reports the TCP figures of an active socket periodically: immediately after silence. */
static __always_inline void flow__sample(struct sock *sk, struct flow *f)
{
	u32 tick = bpf_jiffies64();
	u64 now;

	/* The clock is read at most once per tick. */
	if (f->tick == tick)
		return;
	f->tick = tick;
	now = bpf_ktime_get_boot_ns();
	if (now - f->sampled < PROBE_SAMPLE_NS)
		return;
	f->sampled = now;
	flow__tell_figures(sk, f);
}

static __noinline int flow__tell_state(struct sock *sk, struct flow *f, u32 old_state, u32 new_state, u32 error)
{
	struct flow_state *s;
	struct sock *tcp;

	if (!f)
		return 0;
	flow__tell_upper_layer(sk, f);
	tcp = flow__tcp(sk, f);
	s = maps__reserve(sizeof(*s));
	if (!s) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return 0;
	}
	emit__head(&s->h, FLOW_KIND_STATE, f->id, 0);
	s->old_state = old_state;
	s->new_state = new_state;
	s->error = error;
	s->reserved = 0;
	s->sent = f->sent;
	s->received = f->received;
	if (tcp)
		flow__figures(tcp, &s->tcp);
	else
		__builtin_memset(&s->tcp, 0xff, sizeof(s->tcp));
	maps__submit(s);
	return 0;
}

#endif
