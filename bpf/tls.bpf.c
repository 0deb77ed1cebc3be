// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * tls.bpf.c - probes in TLS libraries.  Reads user memory only, so that it loads with
 * lockdown=confidentiality.  With uprobe_multi one program serves all entries, and the
 * cookie says what the function does and where its count is: each link fewer saves a
 * grace period when detaching.  Perf uprobes have one program for each shape of function,
 * since 5.10 has no cookies.
 */
#define EMIT_GUARDED
#include "bpf/ciphertext.h"
#include "bpf/task.h"
#include "bpf/tls.h"

extern void bpf_preempt_disable(void) __weak __ksym;
extern void bpf_preempt_enable(void) __weak __ksym;

/*
 * Since 6.0 programs at uprobes are preemptible, since 6.13 their private stack may then
 * be overwritten by another task (OpenTelemetry eBPF instrumentation, report 3056).
 */
#define GUARDED(body)                               \
	do {                                        \
		if (bpf_preempt_disable)            \
			bpf_preempt_disable();      \
		body;                               \
		if (bpf_preempt_enable)             \
			bpf_preempt_enable();       \
	} while (0)

/* enum tls_cookie; before 5.15 there is none, so the library is unknown. */
static __always_inline u64 tls__cookie(void *ctx)
{
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_attach_cookie))
		return bpf_get_attach_cookie(ctx);
	return 0;
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
	u64 pid_tgid = bpf_get_current_pid_tgid(), cookie = tls__cookie(ctx), stack = ctx->sp, object = ctx->di;
	struct tls_call *call, *around;
	struct tls_thread *thread;
	u32 depth;
	u8 silent = 0;

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
	for (int i = 0; i < TLS_DEPTH; i++) {
		if (!depth || tls__call(thread, depth - 1)->stack > stack)
			break;
		depth--;
	}
	if (depth >= TLS_DEPTH) {
		maps__lose(FLOW_LOSS_CALLS_FULL, 0);
		return;
	}
	if (depth && action == TLS_WRITE) {
		around = tls__call(thread, depth - 1);
		silent = around->action == TLS_UNCORK && around->object == object;
	}
	call = tls__call(thread, depth);
	call->object = object;
	call->buffer = ctx->si;
	call->out = out;
	call->stack = stack;
	call->library = cookie >> TLS_COOKIE_LIBRARY;
	call->origin = cookie;
	call->action = action;
	call->silent = silent;
	if (action == TLS_SEND_FILE) {
		/* The library may send it by other calls that are seen, or leave it to the kernel. */
		struct object_key key = {.address = object, .pid = pid_tgid >> 32};
		struct object *o = bpf_map_lookup_elem(&objects, &key);

		call->buffer = o ? o->sent : 0;
	}
	thread->depth = depth + 1;
}

#ifndef EMIT_WITH_LOOP
static __always_inline bool tls__begins_handshake(u64 buffer, u32 moved)
{
	u8 head[8] = {};

	return moved >= RECORD_HEAD && !bpf_probe_read_user(head, RECORD_HEAD, (const void *)buffer) &&
	       head[0] == RECORD_HANDSHAKE && record__begins(head);
}
#endif

/*
 * The object's plaintext is TLS: an HTTPS proxy reached over TLS.  The inner object is that of the call around
 * this one, else the one that wrote the same record to memory.
 */
static __noinline int tls__find_inner(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call, struct object *o)
{
	struct object_key inner = {.pid = pid_tgid >> 32};
	struct ciphertext_key key = {.pid = pid_tgid >> 32};
	struct ciphertext *written;
	struct tls_call *around;
	struct object *found;

	if (!thread || !call || !o)
		return 0;
	/* This call has already been popped from the stack of calls. */
	if (thread->depth) {
		around = tls__call(thread, thread->depth - 1);
		if (around->object != call->object && around->stack > call->stack) {
			found = tls__object(pid_tgid, around->object, thread->generation, around->origin, around->library);
			return tls__carry(found, o, FLOW_TIE_NESTED);
		}
	}
	if (call->action != TLS_WRITE || bpf_probe_read_user(key.start, sizeof(key.start), (const void *)call->buffer) ||
	    !ciphertext__is_unique(key.start))
		return 0;
	written = bpf_map_lookup_elem(&ciphertexts, &key);
	if (!written || !written->tls_id)
		return 0;
	inner.address = written->address;
	found = bpf_map_lookup_elem(&objects, &inner);
	if (found && found->tls_id == written->tls_id)
		tls__carry(found, o, FLOW_TIE_CIPHERTEXT);
	bpf_map_delete_elem(&ciphertexts, &key);
	return 0;
}

/* Where a GnuTLS packet has its bytes, according to its type mbuffer_st: the first "mark" bytes of "msg" are already consumed. */
static __always_inline u64 tls__packet(u64 place, u32 count)
{
	struct {
		u64 next, previous, mark, data;
		u32 size, unused;
	} packet;
	u64 address;

	if (bpf_probe_read_user(&address, sizeof(address), (const void *)place) ||
	    bpf_probe_read_user(&packet, sizeof(packet), (const void *)address))
		return 0;
	/* The count returned by the function confirms that the structure looks like this. */
	return packet.size - packet.mark == count ? packet.data + packet.mark : 0;
}

/* Sends what a finished call has moved. */
static __noinline int tls__moved(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call, u32 moved, u64 cookie)
{
	struct object *o;
	struct emit e = {};

	if (!thread || !call)
		return 0;
	o = tls__object(pid_tgid, call->object, thread->generation, call->origin, call->library);
	if (!o)
		return 0;
	if (!o->told)
		tls__tell_facts(o, call->object, cookie, 0);
	e.flow_id = o->flow_id;
	e.tls_id = o->tls_id;
	e.pid_tgid = pid_tgid;
	e.base = call->buffer;
	e.left = moved;
	e.moved = moved;
	e.limit = moved < config.call_limit ? moved : config.call_limit;
	e.origin = o->origin;
	if (call->action == TLS_SEND_FILE) {
		u64 seen = o->sent - call->buffer;

		if (seen >= moved)
			return 0;
		/* From the file to kernel TLS: the bytes are nowhere in the program. The socket side counts them. */
		moved -= seen;
		e.moved = moved;
		e.direction = FLOW_SENT;
		e.offset = o->sent;
		o->sent += moved;
		if (!config.kernel_reads)
			maps__lose(FLOW_LOSS_UNSEEN, moved);
		emit__rest(&e);
		return 0;
	}
	if (call->action == TLS_WRITE || call->action == TLS_EARLY) {
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
	if (call->action == TLS_READ_PACKET) {
		e.base = tls__packet(call->buffer, moved);
		if (!e.base) {
			maps__lose(FLOW_LOSS_FAULT, moved);
			emit__rest(&e);
			return 0;
		}
	}
	if (o->carries)
		return 0;
#ifdef EMIT_WITH_LOOP
	e.watch = call->action != TLS_PEEK;
#else
	if (call->action != TLS_PEEK && tls__begins_handshake(e.base, moved)) {
		e.flags |= FLOW_DATA_CIPHERTEXT;
		if (e.limit > PROBE_CIPHERTEXT_MAX)
			e.limit = PROBE_CIPHERTEXT_MAX;
	}
#endif
	emit__call(&e);
	if (e.flags & FLOW_DATA_CIPHERTEXT) {
		o->carries = 1;
		tls__find_inner(pid_tgid, thread, call, o);
	}
	return 0;
}

/* OpenSSL's functions return 1 (SSL_do_handshake(3)), gnutls_handshake() 0. */
static __noinline int tls__shook(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call, s32 result, u64 cookie)
{
	struct object *o;

	if (!thread || !call || result != (call->origin == FLOW_ORIGIN_GNUTLS ? 0 : 1))
		return 0;
	o = tls__object(pid_tgid, call->object, thread->generation, call->origin, call->library);
	/* If its socket is unknown, the first plaintext reports it. */
	if (o && o->flow_id && !(o->told & FLOW_TLS_FINISHED))
		tls__tell_facts(o, call->object, cookie, FLOW_TLS_FINISHED);
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
	if (call->action == TLS_HANDSHAKE) {
		tls__shook(pid_tgid, thread, call, result, tls__cookie(ctx));
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
	if (call->action == TLS_EARLY) {
		if (result < 0)
			return;
		count = call->out;
	} else {
		if (result <= 0)
			return;
		if (call->out && bpf_probe_read_user(&count, sizeof(count), (const void *)call->out)) {
			maps__lose(FLOW_LOSS_FAULT, 0);
			return;
		}
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
TLS_ENTRY(tls_read_packet, TLS_READ_PACKET, 0)
TLS_ENTRY(tls_early, TLS_EARLY, ctx->dx)
TLS_ENTRY(tls_uncork, TLS_UNCORK, 0)
TLS_ENTRY(tls_alpn, TLS_ALPN, 0)

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

	/* Processes that are not observed have no objects here. */
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
	u64 pid_tgid = bpf_get_current_pid_tgid(), cookie = tls__cookie(ctx);
	struct object *o;

	if (!task__is_subject(pid_tgid >> 32))
		return;
	o = tls__object(pid_tgid, ctx->di, task__generation(), cookie, cookie >> TLS_COOKIE_LIBRARY);
	if (o)
		o->fd = (s32)ctx->si;
}

SEC("uprobe")
int tls_set_fd(struct pt_regs *ctx)
{
	GUARDED(tls__set_fd(ctx));
	return 0;
}

/* A memory BIO receives a record from the current TLS call in this thread. */
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
	call = tls__call(thread, thread->depth - 1);
	/* A call whose frame is no longer on the stack was left by longjmp. */
	if (call->stack <= ctx->sp)
		return;
	o = tls__object(pid_tgid, call->object, thread->generation, call->origin, call->library);
	if (!o || o->conflict)
		return;
	if (bpf_probe_read_user(key.start, sizeof(key.start), (const void *)ctx->si) || !ciphertext__is_unique(key.start))
		return;
	sock = o->sock;
	f = o->flow_id ? bpf_map_lookup_elem(&flows, &sock) : 0;
	/* Already tied; only a new handshake may show that it now has another socket. */
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
	u64 argument3 = ctx->dx, argument4 = ctx->cx, argument5 = ctx->r8;

	/* Otherwise the compiler selects the address first, which the verifier forbids for ctx. */
	barrier_var(argument3);
	barrier_var(argument4);
	barrier_var(argument5);
	if (action == TLS_FREE)
		tls__free(ctx);
	else if (action == TLS_SET_FD)
		tls__set_fd(ctx);
	else if (action == TLS_MEMORY_WRITE)
		tls__memory_write(ctx);
	else
		tls__enter(ctx, action, argument == 3 ? argument3 : argument == 4 ? argument4 : argument == 5 ? argument5 : 0);
}

SEC("uprobe")
int tls_entry(struct pt_regs *ctx)
{
	GUARDED(tls__any(ctx));
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
