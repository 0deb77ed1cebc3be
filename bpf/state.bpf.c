// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * state.bpf.c - TCP state changes.  Most come from softirq, in the context of whatever
 * task was interrupted: only flows created by a subject's call, or its connect(), are
 * reported.
 */
#include "bpf/end.h"
#include "bpf/same.h"
#include "bpf/task.h"

/* inet_sock_set_state(sk, old, new) */
TRACEPOINT(socket_state, inet_sock_set_state)
{
	struct sock *sk = (struct sock *)ctx[0];
	u32 old_state = ctx[1], new_state = ctx[2], error;
	u64 key = (u64)sk;
	struct flow *f;

	if (new_state == TCP_SYN_SENT) {
		/* connect(): the one change that always happens in the socket's own task. */
		if (!flow__is_tcp(sk))
			return 0;
		if (!task__is_subject(bpf_get_current_pid_tgid() >> 32))
			return 0;
		f = bpf_map_lookup_elem(&flows, &key);
		if (f)
			end__tell_gone(f);
		/* skc_state is still the old one: the tracepoint precedes the store. */
		f = flow__make_client(sk);
		flow__tell(sk, f, TCP_SYN_SENT);
		return 0;
	}
	if (old_state == TCP_SYN_RECV && new_state == TCP_ESTABLISHED) {
		struct pending p = {
			.sent_base = flow__write_seq(sk),
			.received_base = flow__copied_seq(sk),
		};

		if (BPF_CORE_READ(sk, sk_protocol) == IPPROTO_TCP && !flow__is_subflow(sk))
			bpf_map_update_elem(&pendings, &key, &p, BPF_ANY);
		return 0;
	}
	f = bpf_map_lookup_elem(&flows, &key);
	if (!f) {
		if (new_state == TCP_CLOSE)
			bpf_map_delete_elem(&pendings, &key);
		return 0;
	}
	if (new_state == TCP_ESTABLISHED && !f->based && !f->mptcp) {
		f->sent_base = flow__write_seq(sk);
		f->received_base = flow__copied_seq(sk);
		f->based = 1;
		flow__tell_other_end(sk, f);
#ifdef EMIT_WITH_LOOP
		same__enter(f);
#endif
	}
	if (!f->told_ports)
		flow__tell(sk, f, new_state);
	error = BPF_CORE_READ(sk, sk_err);
	if (new_state == TCP_CLOSE && old_state != TCP_SYN_SENT)
		flow__tell_figures(sk, f);
	flow__tell_state(sk, f, old_state, new_state, error);
	if (new_state == TCP_CLOSE) {
		if (!end__waits(sk, f))
			bpf_map_delete_elem(&flows, &key);
	}
	return 0;
}
