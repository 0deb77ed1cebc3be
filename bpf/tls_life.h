/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * tls_life.h - the end of TLS objects, and the descriptors that they use.  Reads no kernel memory.
 */
#ifndef CLEARTAP_TLS_LIFE_H
#define CLEARTAP_TLS_LIFE_H

#include "bpf/place.h"
#include "bpf/task.h"
#include "bpf/tls.h"

#define TLS_FD_MAX (1u << 20) /* more than the kernel's default for fs.nr_open; what is beyond is not a descriptor */

static __noinline int tls__forget(struct object *o, u64 address)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct object_key key = {.address = address, .pid = pid_tgid >> 32};

	if (!o)
		return 0;
	tls__tell_end(o, pid_tgid);
	bpf_map_delete_elem(&objects, &key);
	return 0;
}

static __noinline int tls__set_fd(const struct site *site, u64 object, s32 fd)
{
	struct object *o;

	if (!site)
		return 0;
	o = tls__object(bpf_get_current_pid_tgid(), object, task__generation(), site->origin, site->library);
	if (o)
		o->fd = fd;
	return 0;
}

static __noinline int tls__free(u64 object)
{
	struct object_key key = {.address = object, .pid = bpf_get_current_pid_tgid() >> 32};
	struct object *o = bpf_map_lookup_elem(&objects, &key);

	/* Processes that are not observed have no objects here. */
	if (o)
		tls__forget(o, object);
	return 0;
}

/*
 * An object whose calls are not awaited, so no socket call is seen to be nested in them, and whose end is not reported:
 * notes which descriptor it uses, for the next socket call there, and whether it is still the one that was seen before.
 */
static __noinline int tls__locate(struct pt_regs *ctx, const struct site *site, u64 address)
{
	u64 pid_tgid = bpf_get_current_pid_tgid(), generation = task__generation(), at, fd, sock;
	struct descriptor_key key = {.pid = pid_tgid >> 32};
	struct descriptor value = {.address = address};
	struct object *o;
	struct flow *f;

	if (!site)
		return 0;
	o = tls__object(pid_tgid, address, generation, site->origin, site->library);
	if (!o)
		return 0;
	o->ends_with_flow = 1;
	o->seen = bpf_ktime_get_boot_ns();
	if (site->descriptor.base == SITE_NOWHERE)
		return 0;
	sock = o->sock;
	f = o->flow_id ? bpf_map_lookup_elem(&flows, &sock) : 0;
	if (f && f->id == o->flow_id)
		return 0;
	at = place__address(ctx, &site->descriptor, address);
	fd = place__value(ctx, &site->descriptor, address);
	if (o->flow_id) {
		/* What its socket had received before it ended may still be read; another descriptor means another object in the same memory. */
		if (at == o->fd_at && fd == (u32)o->fd)
			return 0;
		tls__forget(o, address);
		o = tls__object(pid_tgid, address, generation, site->origin, site->library);
		if (!o)
			return 0;
		o->ends_with_flow = 1;
		o->seen = bpf_ktime_get_boot_ns();
	}
	if (fd > TLS_FD_MAX || o->conflict)
		return 0;
	o->fd = fd;
	o->fd_at = at;
	key.fd = fd;
	value.tls_id = o->tls_id;
	bpf_map_update_elem(&descriptors, &key, &value, BPF_ANY);
	return 0;
}

#endif
