// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * tls.bpf.c - probes in TLS libraries.  Reads user memory only, so that it loads with
 * lockdown=confidentiality.  One program serves all entries: what a function does, and where
 * its operands are, is in the map "sites", whose index is the probe's cookie. Where there
 * are no cookies (before 5.15), copies of the program find it by the address hit: site.h.
 */
#define EMIT_GUARDED
#include "bpf/tls_hit.h"
#include "bpf/tls_life.h"
#include "bpf/tls_moved.h"
#include "bpf/tls_secret.h"

struct bpf_res_spin_lock {
	u32 val;
};
extern void bpf_preempt_disable(void) __weak __ksym;
extern void bpf_preempt_enable(void) __weak __ksym;
extern int bpf_res_spin_lock(struct bpf_res_spin_lock *lock) __weak __ksym;

/*
 * Since 6.0 programs at uprobes are preemptible, since 6.13 their private stack may then
 * be overwritten by another task (OpenTelemetry eBPF instrumentation, report 3056). Only
 * since 6.15, when bpf_res_spin_lock came too, may a program whose preemption is disabled
 * call a function that is verified alone (kernel commit e2d8f560d176).
 */
#ifdef EMIT_WITH_LOOP
#define GUARD_WANTED 1
#else
#define GUARD_WANTED bpf_res_spin_lock
#endif
#define GUARDED(body)                                       \
	do {                                                \
		if (GUARD_WANTED && bpf_preempt_disable)    \
			bpf_preempt_disable();              \
		body;                                       \
		if (GUARD_WANTED && bpf_preempt_enable)     \
			bpf_preempt_enable();               \
	} while (0)

static __noinline struct tls_thread *tls__new_thread(u64 pid_tgid)
{
	struct tls_thread fresh = {};

	fresh.generation = task__generation();
	if (bpf_map_update_elem(&threads, &pid_tgid, &fresh, BPF_ANY)) {
		maps__lose(FLOW_LOSS_CALLS_FULL, 0);
		return 0;
	}
	return bpf_map_lookup_elem(&threads, &pid_tgid);
}

/* The count, or where it will be: enum site_count. */
static __always_inline u64 tls__out(struct pt_regs *ctx, u32 count, u64 length)
{
	u64 argument4 = ctx->cx, argument5 = ctx->r8;

	/* Otherwise the compiler selects the address first, which the verifier forbids for ctx. */
	barrier_var(argument4);
	barrier_var(argument5);
	return count == SITE_COUNT_ARGUMENT4 ? argument4 : count == SITE_COUNT_ARGUMENT5 ? argument5 : count == SITE_COUNT_ALL ? length : 0;
}

static __always_inline void tls__enter(struct pt_regs *ctx, struct site *site, u32 number, const struct tls_hit *hit)
{
	u64 pid_tgid = bpf_get_current_pid_tgid(), stack = ctx->sp, object = hit->object;
	struct tls_call *call, *around;
	struct tls_thread *thread;
	u32 depth;
	u8 silent = 0;

	thread = bpf_map_lookup_elem(&threads, &pid_tgid);
	if (!thread) {
		thread = tls__new_thread(pid_tgid);
		if (!thread)
			return;
	}
	depth = thread->depth;
	/* A call whose frame is no longer on the stack was left by longjmp. */
	for (int i = 0; i < TLS_DEPTH; i++) {
		if (!depth || tls__call(thread, depth - 1)->stack > stack)
			break;
		depth--;
	}
	if (depth >= TLS_DEPTH) {
		maps__lose(FLOW_LOSS_CALLS_FULL, 0);
		return;
	}
	if (depth && hit->action == TLS_WRITE) {
		around = tls__call(thread, depth - 1);
		silent = around->action == TLS_UNCORK && around->object == object;
	}
	call = tls__call(thread, depth);
	call->object = object;
	call->buffer = hit->buffer;
	call->out = tls__out(ctx, site->count, hit->length);
	call->stack = stack;
	call->library = site->library;
	call->origin = site->origin;
	call->action = hit->action;
	call->silent = silent;
	call->count = site->count;
	call->site = number;
	if (hit->action == TLS_SEND_FILE) {
		/* The library may send it by other calls that are seen, or leave it to the kernel. */
		struct object_key key = {.address = object, .pid = pid_tgid >> 32};
		struct object *o = bpf_map_lookup_elem(&objects, &key);

		call->buffer = o ? o->sent : 0;
	}
	thread->depth = depth + 1;
}

/* OpenSSL's functions and wolfSSL's return 1 (SSL_do_handshake(3)), gnutls_handshake() and mbedtls_ssl_handshake() 0. */
static __noinline int tls__shook(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call, s32 result)
{
	struct object *o;
	s32 success;

	if (!thread || !call)
		return 0;
	success = call->origin == FLOW_ORIGIN_GNUTLS || call->origin == FLOW_ORIGIN_MBEDTLS ? 0 : 1;
	if (result != success)
		return 0;
	o = tls__object(pid_tgid, call->object, thread->generation, call->origin, call->library);
	/* If its socket is unknown, the first plaintext reports it. */
	if (o && o->flow_id && !(o->told & FLOW_TLS_FINISHED))
		tls__tell_facts(o, call->object, call->site, FLOW_TLS_FINISHED);
	return 0;
}

/* The program has asked its library for the selected protocol (gnutls_alpn_get_selected_protocol). */
static __noinline int tls__asked(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call)
{
	struct object *o;

	if (!thread || !call)
		return 0;
	o = tls__object(pid_tgid, call->object, thread->generation, call->origin, call->library);
	if (!o || (o->told & TLS_TOLD_ASKED))
		return 0;
	o->told |= TLS_TOLD_ASKED;
	tls__tell_protocol(o, call->buffer, 0);
	return 0;
}

/* Before a call that is awaited: what its description says beyond the operands. */
static __noinline int tls__prepare(struct pt_regs *ctx, const struct site *site, u64 address)
{
	u64 pid_tgid = bpf_get_current_pid_tgid(), fd;
	struct object_key key = {.address = address, .pid = pid_tgid >> 32};
	struct object *o;

	if (!site)
		return 0;
	/* It must exist by the time the call returns: tls__note_source(). */
	if (site->source.base != SITE_NOWHERE)
		o = tls__object(pid_tgid, address, task__generation(), site->origin, site->library);
	else
		o = bpf_map_lookup_elem(&objects, &key);
	if (o && site->source.base != SITE_NOWHERE)
		tls__revert_peek(ctx, site, o, address);
	if (site->descriptor.base == SITE_NOWHERE || (o && o->fd >= 0))
		return 0;
	fd = place__value(ctx, &site->descriptor, address);
	if (fd <= TLS_FD_MAX)
		tls__set_fd(site, address, fd);
	return 0;
}

static __always_inline void tls__leave(struct pt_regs *ctx)
{
	u64 pid_tgid = bpf_get_current_pid_tgid(), stack = ctx->sp - 8;
	struct tls_thread *thread = bpf_map_lookup_elem(&threads, &pid_tgid);
	struct tls_call *call = 0;
	s32 result = ctx->ax;
	u32 depth;
	u64 count;

	if (!thread)
		return;
	/* At return the stack pointer is past the return address. */
	depth = thread->depth;
	for (int i = 0; i < TLS_DEPTH; i++) {
		if (!depth)
			return;
		depth--;
		call = tls__call(thread, depth);
		if (call->stack == stack)
			break;
		call = 0;
	}
	if (!call)
		return;
	thread->depth = depth;
	/* It may have changed its ids while the call waited. */
	if (!task__is_subject(pid_tgid >> 32))
		return;
	if (call->action == TLS_SECRET) {
		tls__derived_secret(ctx, call);
		return;
	}
	if (call->action == TLS_HANDSHAKE) {
		tls__shook(pid_tgid, thread, call, result);
		return;
	}
	if (call->action == TLS_ALPN) {
		if (!result)
			tls__asked(pid_tgid, thread, call);
		return;
	}
	if (call->silent || call->action == TLS_UNCORK)
		return;
	count = (u32)result;
	if (call->count == SITE_COUNT_ALL) {
		if (result < 0)
			return;
		count = call->out;
	} else {
		if (result <= 0)
			return;
		if (call->count && bpf_probe_read_user(&count, sizeof(count), (const void *)call->out)) {
			maps__lose(FLOW_LOSS_FAULT, 0);
			return;
		}
	}
	if (!count || count > 0x7fffffff)
		return;
	tls__note_source(ctx, call, count);
	tls__moved(pid_tgid, thread, call, count);
}

SEC("uprobe")
int tls_return(struct pt_regs *ctx)
{
	GUARDED(tls__leave(ctx));
	return 0;
}

/* A memory BIO receives a record from the current TLS call in this thread. */
static __noinline int tls__memory_write(struct pt_regs *ctx, const struct tls_hit *hit)
{
	u64 pid_tgid = bpf_get_current_pid_tgid(), sock;
	struct tls_thread *thread = bpf_map_lookup_elem(&threads, &pid_tgid);
	struct ciphertext_key key = {.pid = pid_tgid >> 32};
	struct ciphertext now = {}, *old;
	struct tls_call *call;
	struct object *o;
	struct flow *f;

	if (!hit || !thread || !thread->depth || (s32)hit->length < CIPHERTEXT_START)
		return 0;
	call = tls__call(thread, thread->depth - 1);
	/* A call whose frame is no longer on the stack was left by longjmp. */
	if (call->stack <= ctx->sp)
		return 0;
	o = tls__object(pid_tgid, call->object, thread->generation, call->origin, call->library);
	if (!o || o->conflict)
		return 0;
	if (bpf_probe_read_user(key.start, sizeof(key.start), (const void *)hit->buffer) || !ciphertext__is_unique(key.start))
		return 0;
	sock = o->sock;
	f = o->flow_id ? bpf_map_lookup_elem(&flows, &sock) : 0;
	/* Already tied; only a new handshake may show that it now has another socket. */
	if (f && f->id == o->flow_id && key.start[0] != RECORD_HANDSHAKE)
		return 0;
	old = bpf_map_lookup_elem(&ciphertexts, &key);
	now.tls_id = old && old->tls_id != o->tls_id ? 0 : o->tls_id;
	now.address = call->object;
	bpf_map_update_elem(&ciphertexts, &key, &now, BPF_ANY);
	return 0;
}

/* The bytes are there: nothing has to be remembered, so it does not matter which thread the call returns on. */
static __noinline int tls__at_once(struct pt_regs *ctx, const struct site *site, u32 number, const struct tls_hit *hit)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct tls_call call = {};
	u32 count;

	if (!site || !hit || !hit->length)
		return 0;
	if (hit->length == PLACE_UNKNOWN || hit->buffer == PLACE_UNKNOWN) {
		maps__lose(FLOW_LOSS_FAULT, 0);
		return 0;
	}
	count = hit->length > 0x7fffffff ? 0x7fffffff : hit->length;
	if (count < hit->length)
		maps__lose(FLOW_LOSS_CALL_CUT, hit->length - count);
	call.object = hit->object;
	call.buffer = hit->buffer;
	call.origin = site->origin;
	call.library = site->library;
	call.action = hit->action;
	call.site = number;
	tls__locate(ctx, site, hit->object);
	tls__moved(pid_tgid, 0, &call, count);
	return 0;
}

static __always_inline void tls__any(struct pt_regs *ctx, u32 page)
{
	u32 number = tls__number(ctx, page);
	struct site *site = bpf_map_lookup_elem(&sites, &number);
	struct tls_hit hit;

	if (!site || !number)
		return;
	hit.action = site->action;
	if (hit.action != TLS_FREE && hit.action != TLS_MEMORY_WRITE && !task__is_subject(bpf_get_current_pid_tgid() >> 32))
		return;
	if (site->for_quic && !tls__speaks_quic())
		return;
	if (site->ordinary) {
		hit.object = ctx->di;
		hit.buffer = ctx->si;
		hit.length = ctx->dx;
	} else if (!tls__describe(ctx, site, &hit)) {
		return;
	}
	if (site->count == SITE_COUNT_AT_ONCE && hit.action == TLS_SECRET) {
		tls__secret(ctx, site, &hit);
	} else if (site->count == SITE_COUNT_AT_ONCE) {
		tls__at_once(ctx, site, number, &hit);
	} else if (hit.action == TLS_FREE) {
		tls__free(hit.object);
	} else if (hit.action == TLS_SET_FD) {
		tls__set_fd(site, hit.object, hit.buffer);
	} else if (hit.action == TLS_MEMORY_WRITE) {
		tls__memory_write(ctx, &hit);
	} else {
		if (!site->ordinary)
			tls__prepare(ctx, site, hit.object);
		tls__enter(ctx, site, number, &hit);
	}
}

#define TLS_ENTRY(name, page)               \
	SEC("uprobe")                       \
	int name(struct pt_regs *ctx)       \
	{                                   \
		GUARDED(tls__any(ctx, page)); \
		return 0;                   \
	}

TLS_ENTRY(tls_entry, TLS_BY_COOKIE)
TLS_ENTRY(tls_page_0, 0)
TLS_ENTRY(tls_page_1, 1)
TLS_ENTRY(tls_page_2, 2)
TLS_ENTRY(tls_page_3, 3)
TLS_ENTRY(tls_page_4, 4)

char LICENSE[] SEC("license") = "Dual BSD/GPL";
