/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * tls_moved.h - sends the plaintext that a call of a TLS library has moved.  Reads no kernel memory.
 */
#ifndef CLEARTAP_TLS_MOVED_H
#define CLEARTAP_TLS_MOVED_H

#include "bpf/ciphertext.h"
#include "bpf/task.h"
#include "bpf/tls.h"

#ifndef EMIT_WITH_LOOP
static __always_inline bool tls__begins_handshake(u64 buffer, u32 moved)
{
	u8 head[8] = {};

	return moved >= RECORD_HEAD && !bpf_probe_read_user(head, RECORD_HEAD, (const void *)buffer) &&
	       head[0] == RECORD_HANDSHAKE && record__begins(head);
}
#endif

/* The object that wrote the record in this buffer to memory; null if it is unknown or gone. */
static __noinline struct object *tls__writer(u64 pid_tgid, u64 buffer)
{
	struct ciphertext_key key = {.pid = pid_tgid >> 32};
	struct object_key inner = {.pid = pid_tgid >> 32};
	struct ciphertext *written;
	struct object *found;
	u64 tls_id;

	if (bpf_probe_read_user(key.start, sizeof(key.start), (const void *)buffer) || !ciphertext__is_unique(key.start))
		return 0;
	written = bpf_map_lookup_elem(&ciphertexts, &key);
	if (!written || !written->tls_id)
		return 0;
	inner.address = written->address;
	tls_id = written->tls_id;
	bpf_map_delete_elem(&ciphertexts, &key);
	found = bpf_map_lookup_elem(&objects, &inner);
	return found && found->tls_id == tls_id ? found : 0;
}

/*
 * The object's plaintext is TLS: an HTTPS proxy reached over TLS.  The inner object is that of the call around
 * this one, else the one that wrote the same record to memory.
 */
static __noinline int tls__find_inner(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call, struct object *o)
{
	struct tls_call *around;

	if (!call || !o)
		return 0;
	/* This call has already been popped from the stack of calls. */
	if (thread && thread->depth) {
		around = tls__call(thread, thread->depth - 1);
		if (around->object != call->object && around->stack > call->stack)
			return tls__carry(tls__object(pid_tgid, around->object, thread->generation, around->origin, around->library),
					  o, FLOW_TIE_NESTED);
	}
	if (call->action == TLS_WRITE)
		tls__carry(tls__writer(pid_tgid, call->buffer), o, FLOW_TIE_CIPHERTEXT);
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

/* Sends what a call has moved. thread: null if it was not awaited. */
static __noinline int tls__moved(u64 pid_tgid, struct tls_thread *thread, struct tls_call *call, u32 moved)
{
	struct object *o;
	struct emit e = {};

	if (!call)
		return 0;
	o = tls__object(pid_tgid, call->object, thread ? thread->generation : task__generation(), call->origin, call->library);
	if (!o)
		return 0;
	if (!o->told)
		tls__tell_facts(o, call->object, call->site, 0);
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

#endif
