// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * tls.bpf.c - probes in TLS libraries.  Reads user memory only, so that it
 * loads with lockdown=confidentiality.  With uprobe_multi one program serves all
 * entries, and the cookie says what the function does and where its count is: each
 * link less saves a grace period at detaching.  Perf uprobes have one program for
 * each shape of a function, since 5.10 has no cookies.
 */
#define EMIT_GUARDED
#include "bpf/ciphertext.h"
#include "bpf/task.h"
#include "bpf/tls.h"

extern void bpf_preempt_disable(void) __weak __ksym;
extern void bpf_preempt_enable(void) __weak __ksym;

/*
 * From 6.0 programs at uprobes are preemptible, from 6.13 their private stack may
 * then be overwritten by another task (OpenTelemetry eBPF instrumentation, report 3056).
 */
#define GUARDED(body)                               \
	do {                                        \
		if (bpf_preempt_disable)            \
			bpf_preempt_disable();      \
		body;                               \
		if (bpf_preempt_enable)             \
			bpf_preempt_enable();       \
	} while (0)

/* enum tls_cookie; before 5.15 there is none. */
static __always_inline u64 tls__cookie(void *ctx)
{
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_attach_cookie)) {
		u64 cookie = bpf_get_attach_cookie(ctx);

		if (cookie)
			return cookie;
	}
	return FLOW_ORIGIN_OPENSSL;
}

static __always_inline u8 tls__origin(void *ctx)
{
	return tls__cookie(ctx);
}

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

static __always_inline void tls__enter(struct pt_regs *ctx, u8 action, u64 out)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct tls_thread *thread;
	struct tls_call *call;
	u32 depth;

	if (!task__is_subject(pid_tgid >> 32))
		return;
	thread = bpf_map_lookup_elem(&threads, &pid_tgid);
	if (!thread) {
		thread = tls__new_thread(pid_tgid);
		if (!thread)
			return;
	}
	depth = thread->depth;
	/* A call whose frame is no longer on the stack was left by longjmp. */
	if (depth == 2 && thread->calls[1].stack <= ctx->sp)
		depth = 1;
	if (depth == 1 && thread->calls[0].stack <= ctx->sp)
		depth = 0;
	if (depth >= TLS_DEPTH) {
		maps__lose(FLOW_LOSS_CALLS_FULL, 0);
		return;
	}
	call = depth ? &thread->calls[1] : &thread->calls[0];
	call->object = ctx->di;
	call->buffer = ctx->si;
	call->out = out;
	call->stack = ctx->sp;
	call->action = action;
	thread->depth = depth + 1;
}

/* Sends what a finished call has moved. */
static __noinline int tls__moved(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call, u32 moved, u64 cookie)
{
	u8 origin = cookie;
	struct object *o;
	struct emit e = {};

	if (!thread || !call)
		return 0;
	o = tls__object(pid_tgid, call->object, thread->generation, origin);
	if (!o)
		return 0;
	o->origin = origin;
	if (!o->told)
		tls__tell_facts(o, call->object, cookie, 0);
	e.flow_id = o->flow_id;
	e.tls_id = o->tls_id;
	e.pid_tgid = pid_tgid;
	e.base = call->buffer;
	e.left = moved;
	e.moved = moved;
	e.limit = moved < config.call_limit ? moved : config.call_limit;
	e.origin = origin;
	if (call->action == TLS_SEND_FILE) {
		/* From the file to the kernel's TLS: the bytes are nowhere in the program. The socket side counts them. */
		e.direction = FLOW_SENT;
		e.offset = o->sent;
		o->sent += moved;
		if (!config.kernel_reads)
			maps__lose(FLOW_LOSS_UNSEEN, moved);
		emit__rest(&e);
		return 0;
	}
	if (call->action == TLS_WRITE) {
		e.direction = FLOW_SENT;
		e.offset = o->sent;
		o->sent += moved;
	} else {
		e.direction = FLOW_RECEIVED;
		e.offset = o->received;
		if (call->action == TLS_PEEK)
			e.flags = FLOW_DATA_PEEK;
		else
			o->received += moved;
	}
	emit__call(&e);
	return 0;
}

/* OpenSSL's functions return 1 (SSL_do_handshake(3)), gnutls_handshake() 0. */
static __noinline int tls__shook(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call, s32 result, u64 cookie)
{
	struct object *o;

	if (!thread || !call || result != ((u8)cookie == FLOW_ORIGIN_GNUTLS ? 0 : 1))
		return 0;
	o = tls__object(pid_tgid, call->object, thread->generation, cookie);
	/* Without its socket the first plaintext tells it. */
	if (o && o->flow_id && !(o->told & FLOW_TLS_FINISHED))
		tls__tell_facts(o, call->object, cookie, FLOW_TLS_FINISHED);
	return 0;
}

static __always_inline void tls__leave(struct pt_regs *ctx)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct tls_thread *thread = bpf_map_lookup_elem(&threads, &pid_tgid);
	struct tls_call *call;
	u64 count;

	if (!thread || !thread->depth)
		return;
	/* At return the stack pointer is behind the return address. */
	if (thread->depth == 2 && thread->calls[1].stack == ctx->sp - 8) {
		call = &thread->calls[1];
		thread->depth = 1;
	} else if (thread->calls[0].stack == ctx->sp - 8) {
		call = &thread->calls[0];
		thread->depth = 0;
	} else {
		return;
	}
	if (call->action == TLS_HANDSHAKE) {
		tls__shook(pid_tgid, thread, call, ctx->ax, tls__cookie(ctx));
		return;
	}
	if ((s32)ctx->ax <= 0)
		return;
	count = (u32)ctx->ax;
	if (call->out && bpf_probe_read_user(&count, sizeof(count), (const void *)call->out)) {
		maps__lose(FLOW_LOSS_FAULT, 0);
		return;
	}
	if (!count || count > 0x7fffffff)
		return;
	tls__moved(pid_tgid, thread, call, count, tls__cookie(ctx));
}

#define TLS_ENTRY(name, action, out)       \
	SEC("uprobe")                      \
	int name(struct pt_regs *ctx)      \
	{                                  \
		GUARDED(tls__enter(ctx, action, out)); \
		return 0;                  \
	}

TLS_ENTRY(tls_read_value, TLS_READ, 0)
TLS_ENTRY(tls_read_out4, TLS_READ, ctx->cx)
TLS_ENTRY(tls_read_out5, TLS_READ, ctx->r8)
TLS_ENTRY(tls_write_value, TLS_WRITE, 0)
TLS_ENTRY(tls_write_out4, TLS_WRITE, ctx->cx)
TLS_ENTRY(tls_write_out5, TLS_WRITE, ctx->r8)
TLS_ENTRY(tls_peek_value, TLS_PEEK, 0)
TLS_ENTRY(tls_peek_out4, TLS_PEEK, ctx->cx)
TLS_ENTRY(tls_handshake, TLS_HANDSHAKE, 0)
TLS_ENTRY(tls_send_file, TLS_SEND_FILE, 0)

SEC("uprobe")
int tls_return(struct pt_regs *ctx)
{
	GUARDED(tls__leave(ctx));
	return 0;
}

static __always_inline void tls__free(struct pt_regs *ctx)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct object_key key = {.address = ctx->di, .pid = pid_tgid >> 32};
	struct object *o = bpf_map_lookup_elem(&objects, &key);

	/* Other processes have no objects here. */
	if (!o)
		return;
	tls__tell_end(o, pid_tgid);
	bpf_map_delete_elem(&objects, &key);
}

SEC("uprobe")
int tls_free(struct pt_regs *ctx)
{
	GUARDED(tls__free(ctx));
	return 0;
}

static __always_inline void tls__set_fd(struct pt_regs *ctx)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct object *o;

	if (!task__is_subject(pid_tgid >> 32))
		return;
	o = tls__object(pid_tgid, ctx->di, task__generation(), tls__origin(ctx));
	if (o)
		o->fd = (s32)ctx->si;
}

SEC("uprobe")
int tls_set_fd(struct pt_regs *ctx)
{
	GUARDED(tls__set_fd(ctx));
	return 0;
}

/* A memory BIO takes a record from the TLS call under way in this thread. */
static __always_inline void tls__memory_write(struct pt_regs *ctx)
{
	u64 pid_tgid = bpf_get_current_pid_tgid(), sock;
	struct tls_thread *thread = bpf_map_lookup_elem(&threads, &pid_tgid);
	struct ciphertext_key key = {.pid = pid_tgid >> 32};
	struct ciphertext now = {}, *old;
	struct tls_call *call;
	struct object *o;
	struct flow *f;

	if (!thread || !thread->depth || (s32)ctx->dx < CIPHERTEXT_START)
		return;
	call = thread->depth == 2 ? &thread->calls[1] : &thread->calls[0];
	/* A call whose frame is no longer on the stack was left by longjmp. */
	if (call->stack <= ctx->sp)
		return;
	o = tls__object(pid_tgid, call->object, thread->generation, tls__origin(ctx));
	if (!o || o->conflict)
		return;
	if (bpf_probe_read_user(key.start, sizeof(key.start), (const void *)ctx->si) || !ciphertext__is_unique(key.start))
		return;
	sock = o->sock;
	f = o->flow_id ? bpf_map_lookup_elem(&flows, &sock) : 0;
	/* Tied already; only a new handshake may show that it has another socket now. */
	if (f && f->id == o->flow_id && key.start[0] != RECORD_HANDSHAKE)
		return;
	old = bpf_map_lookup_elem(&ciphertexts, &key);
	now.tls_id = old && old->tls_id != o->tls_id ? 0 : o->tls_id;
	now.address = call->object;
	bpf_map_update_elem(&ciphertexts, &key, &now, BPF_ANY);
}

SEC("uprobe")
int tls_memory_write(struct pt_regs *ctx)
{
	GUARDED(tls__memory_write(ctx));
	return 0;
}

static __always_inline void tls__any(struct pt_regs *ctx)
{
	u64 cookie = bpf_get_attach_cookie(ctx);
	u32 action = cookie >> TLS_COOKIE_ACTION & 0xff, argument = cookie >> TLS_COOKIE_ARGUMENT & 0xff;
	u64 argument4 = ctx->cx, argument5 = ctx->r8;

	/* Or the compiler chooses the address first, which the verifier forbids for ctx. */
	barrier_var(argument4);
	barrier_var(argument5);
	if (action == TLS_FREE)
		tls__free(ctx);
	else if (action == TLS_SET_FD)
		tls__set_fd(ctx);
	else if (action == TLS_MEMORY_WRITE)
		tls__memory_write(ctx);
	else
		tls__enter(ctx, action, argument == 4 ? argument4 : argument == 5 ? argument5 : 0);
}

SEC("uprobe")
int tls_entry(struct pt_regs *ctx)
{
	GUARDED(tls__any(ctx));
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
