/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * standard.h - the standard input and output of a process as one stream: what it reads from
 * descriptor 0 and writes to 1, be they pipes or socket pairs.  Only in a session whose
 * client has chosen the process, and only if JSON-RPC begins there: language servers,
 * servers of the Model Context Protocol.
 */
#ifndef CLEARTAP_STANDARD_H
#define CLEARTAP_STANDARD_H

#include "bpf/call.h"
#include "bpf/end.h"
#include "bpf/flow.h"

/* The first eight bytes, as they are in memory. */
static __always_inline bool standard__is_rpc(u64 first)
{
	switch (first) {
	case 0x70726e6f736a227b: /* {"jsonrp */
	case 0x646f6874656d227b: /* {"method */
	case 0x746c75736572227b: /* {"result */
	case 0x736d61726170227b: /* {"params */
	case 0x2d746e65746e6f43: /* Content- */
		return true;
	}
	return (first & 0xffffffffff) == 0x226469227b; /* {"id" */
}

static __noinline int standard__begins(const struct call *c)
{
	struct user_iovec iov;
	u64 first = 0, from;

	if (!c)
		return 0;
	from = c->address;
	if (c->form == FORM_VECTOR) {
		if (bpf_probe_read_user(&iov, sizeof(iov), (const void *)c->address))
			return 0;
		from = iov.base;
	} else if (c->form != FORM_BUFFER) {
		return 0;
	}
	if (bpf_probe_read_user(&first, sizeof(first), (const void *)from))
		return 0;
	return standard__is_rpc(first);
}

static __always_inline void standard__tell(struct flow *f)
{
	struct flow_socket *s = maps__reserve(sizeof(*s));

	if (!s) {
		maps__lose(FLOW_LOSS_RING_FULL_META, 0);
		return;
	}
	__builtin_memset(s, 0, sizeof(*s));
	emit__head(&s->h, FLOW_KIND_SOCKET, f->id, f->pid_tgid);
	s->family = FLOW_FAMILY_STANDARD;
	s->role = FLOW_ROLE_SERVER;
	s->state = TCP_ESTABLISHED;
	s->uid = (u32)bpf_get_current_uid_gid();
	s->cgroup_id = f->cgroup_id;
	s->from_start = 1;
	f->told = 1;
	maps__submit(s);
}

/* Addresses of the kernel's memory are the keys of sockets: no process id is one. */
static __noinline struct flow *standard__flow(const struct call *c, s64 moved)
{
	u64 key = bpf_get_current_pid_tgid() >> 32, generation = task__generation();
	struct flow *f = bpf_map_lookup_elem(&flows, &key);
	struct flow fresh = {};

	if (f && f->sampled == generation)
		return f;
	if (moved < 8 || !standard__begins(c))
		return 0;
	if (f) {
		end__tell_gone(f);
		bpf_map_delete_elem(&flows, &key);
	}
	fresh.id = maps__new_id(bpf_ktime_get_boot_ns());
	fresh.pid_tgid = bpf_get_current_pid_tgid();
	fresh.cgroup_id = bpf_get_current_cgroup_id();
	fresh.sampled = generation;
	fresh.from_start = 1;
	fresh.role = FLOW_ROLE_SERVER;
	fresh.content = FLOW_CONTENT_PLAIN;
	if (bpf_map_update_elem(&flows, &key, &fresh, BPF_NOEXIST)) {
		maps__lose(FLOW_LOSS_FLOWS_FULL, 0);
		return 0;
	}
	f = bpf_map_lookup_elem(&flows, &key);
	if (f)
		standard__tell(f);
	return f;
}

/* Whether a call moves bytes of standard input or output. */
static __always_inline bool standard__may_be(const struct call *c)
{
	return config.standard && c->fd == (c->direction == FLOW_SENT) &&
	       (c->form == FORM_BUFFER || c->form == FORM_VECTOR || c->form == FORM_UNSEEN);
}

#endif
