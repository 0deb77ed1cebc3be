/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * content.h - what a socket carries, judged by its first bytes: plain bytes are sent in
 * full, TLS records only at their start (hello messages) unless they are to be decrypted, Unix sockets only if they speak
 * HTTP or a database protocol.  A socket call within a TLS call ties the TLS object.
 */
#ifndef CLEARTAP_CONTENT_H
#define CLEARTAP_CONTENT_H

#include "bpf/ciphertext.h"
#include "bpf/flow.h"
#include "bpf/tls.h"

#define QUIC_VERSION_1 1u
#define QUIC_VERSION_2 0x6b3343cfu
#define QUIC_INITIAL_MIN 1200u /* bytes of a datagram with a client's first packet (RFC 9000 section 14.1) */
#define CONTENT_HEAD 4 /* bytes before each MySQL packet: length and number */

/* Takes the first non-empty buffer of the list. */
static __always_inline bool content__first_buffer(struct emit *e)
{
	struct user_iovec next = {};

	for (int i = 0; i < 4; i++) {
		if (!e->iov_count || bpf_probe_read_user(&next, sizeof(next), (const void *)e->iov))
			return false;
		e->iov += sizeof(next);
		e->iov_count--;
		if (next.length)
			break;
	}
	e->base = next.base;
	e->left = next.length < e->moved ? next.length : e->moved;
	return true;
}

/* A method or response of HTTP/1, or the preface of HTTP/2. */
static __always_inline bool content__is_http(u32 word)
{
	switch (word) {
	case 0x20544547: /* "GET " */
	case 0x54534f50: /* "POST" */
	case 0x20545550: /* "PUT " */
	case 0x44414548: /* "HEAD" */
	case 0x454c4544: /* "DELE" */
	case 0x4954504f: /* "OPTI" */
	case 0x43544150: /* "PATC" */
	case 0x20495250: /* "PRI " */
	case 0x50545448: /* "HTTP" */
		return true;
	}
	return false;
}

/* How PostgreSQL, MySQL and Redis begin. */
static __always_inline bool content__is_database(const u8 *b)
{
	/* Redis: an array with a length of one or two digits, and its first string. */
	if (b[0] == '*')
		return b[1] >= '1' && b[1] <= '9' &&
		       ((b[2] == '\r' && b[3] == '\n' && b[4] == '$') || (b[3] == '\r' && b[4] == '\n'));
	if (b[2])
		return false;
	/* PostgreSQL: a length below 64 KiB, then version 3. */
	if (!b[0] && !b[1] && !b[4] && b[5] == 3 && !b[6])
		return true;
	/* MySQL: packet 0, the server's protocol 10 and its version. */
	return !b[3] && b[4] == 10 && b[5] >= '1' && b[5] <= '9';
}

/*
 * The next statement of a joined connection, judged by its first bytes and their number in one call: below 64
 * KiB, and of the length stated.  PostgreSQL: Query, or Parse and what follows it. MySQL: COM_QUERY and a
 * letter.
 */
static __always_inline bool content__is_statement(const u8 *b, u32 size)
{
	u32 postgres = ((u32)b[3] << 8 | b[4]) + 1, mysql = (b[0] | (u32)b[1] << 8) + CONTENT_HEAD;

	if (b[2])
		return false;
	if (!b[1] && ((b[0] == 'Q' && postgres == size) || (b[0] == 'P' && postgres > 7 && postgres < size)))
		return true;
	return !b[3] && b[4] == 3 && (b[5] | 0x20) >= 'a' && (b[5] | 0x20) <= 'z' && mysql == size;
}

/* The header of MySQL's packet 0 of less than 64 KiB, which PHP's mysqlnd and servers read separately. */
static __always_inline bool content__is_lone_head(const struct emit *e, const u8 *b)
{
	return e->direction == FLOW_RECEIVED && e->moved == CONTENT_HEAD && (b[0] || b[1]) && !b[2] && !b[3];
}

/* Sends a header that was read before the bytes after it revealed the protocol. */
static __noinline int content__send_head(const struct emit *e, u32 head)
{
	struct {
		struct flow_data d;
		u32 payload[2];
	} *chunk;

	if (!e)
		return 0;
	chunk = maps__reserve(sizeof(*chunk));
	if (!chunk) {
		maps__lose(FLOW_LOSS_RING_FULL, CONTENT_HEAD);
		return 0;
	}
	emit__data_head(&chunk->d, e, CONTENT_HEAD);
	chunk->d.offset -= CONTENT_HEAD;
	chunk->d.moved = CONTENT_HEAD;
	chunk->payload[0] = head;
	maps__submit(chunk);
	return 0;
}

/*
 * Whether a Unix socket carries something to capture, judged by its first bytes; those of a header read alone wait
 * for the next ones. first: the first eight bytes of the call, as they are in memory.
 */
EMIT_ALONE int content__recognise_unix(struct flow *f, struct emit *e, u64 first)
{
	u8 start[8] = {};
	u32 head;

	if (!f || !e)
		return false;
	head = e->direction == FLOW_RECEIVED ? f->head : 0;
	*(u32 *)start = first;
	*(u32 *)(start + 4) = first >> 32;
	if (!head && content__is_lone_head(e, start)) {
		f->head = first;
		return false;
	}
	if (head) {
		*(u32 *)start = head;
		*(u32 *)(start + 4) = first;
	}
	f->content = FLOW_CONTENT_PLAIN;
	if (content__is_http(*(u32 *)start) || content__is_database(start))
		return true;
	/* No event reports when a Unix socket was connected. */
	f->from_start = 0;
	if (content__is_statement(start, e->moved + (head ? CONTENT_HEAD : 0)))
		return true;
	f->content = FLOW_CONTENT_IGNORED;
	return false;
}

static __always_inline bool content__wanted_unix(struct flow *f, struct emit *e, struct sock *sk, u64 first)
{
	if (f->content != FLOW_CONTENT_NEW)
		return true;
	if (!content__recognise_unix(f, e, first))
		return false;
	flow__tell(sk, f, TCP_ESTABLISHED);
	if (e->direction == FLOW_RECEIVED && f->head)
		content__send_head(e, f->head);
	return true;
}

/*
 * Ties a TLS object to the flow on which a socket call has moved a TLS record. A
 * contradiction to an earlier tie unties the object for good: a wrong tie is worse than
 * none.
 */
static __noinline int content__bind(struct object *o, struct flow *f, u64 sock, u32 tie, u32 handshake)
{
	u64 pid_tgid = bpf_get_current_pid_tgid(), old_sock;
	struct flow *old;

	if (!o || !f || o->conflict || o->flow_id == f->id)
		return 0;
	if (o->flow_id) {
		old_sock = o->sock;
		old = bpf_map_lookup_elem(&flows, &old_sock);
		if (handshake && (!old || old->id != o->flow_id)) {
			/* The first socket is gone and a handshake begins: the object is being reused. */
			tls__tell_end(o, pid_tgid);
			o->tls_id = maps__new_id(bpf_ktime_get_boot_ns());
			o->sent = 0;
			o->received = 0;
			o->told = 0;
			o->carries = 0;
			tls__tell_library(o, pid_tgid);
		} else {
			o->conflict = 1;
			o->tie = FLOW_TIE_NONE;
			o->flow_id = 0;
			tls__tell_tie(o, pid_tgid);
			return 0;
		}
	}
	o->flow_id = f->id;
	o->sock = sock;
	o->tie = tie;
	f->tls_id = o->tls_id;
	f->tls_pid = pid_tgid >> 32;
	tls__tell_tie(o, pid_tgid);
	return 0;
}

/* Ties the object that has written the same record that a socket call sends; returns whether there is one. */
static __noinline int content__match(struct flow *f, u64 sock, u64 start)
{
	struct object_key object = {.pid = bpf_get_current_pid_tgid() >> 32};
	struct ciphertext_key key = {.pid = object.pid};
	struct ciphertext *written;
	struct object *o;
	u64 tls_id;

	if (!f || bpf_probe_read_user(key.start, sizeof(key.start), (const void *)start) ||
	    !ciphertext__is_unique(key.start))
		return 0;
	written = bpf_map_lookup_elem(&ciphertexts, &key);
	if (!written)
		return 0;
	object.address = written->address;
	tls_id = written->tls_id;
	if (!tls_id)
		return 1;
	bpf_map_delete_elem(&ciphertexts, &key);
	o = bpf_map_lookup_elem(&objects, &object);
	if (o && o->tls_id == tls_id)
		content__bind(o, f, sock, FLOW_TIE_CIPHERTEXT, key.start[0] == RECORD_HANDSHAKE);
	return 1;
}

/*
 * Ties the object that was last seen to use this descriptor, if the program's own memory says that it still does: a closed
 * one is marked there, and the next socket may have the same number.
 */
static __noinline int content__tie_descriptor(struct flow *f, u64 sock, u32 fd, u32 handshake)
{
	struct descriptor_key key = {.pid = bpf_get_current_pid_tgid() >> 32, .fd = fd};
	struct object_key object = {.pid = key.pid};
	struct descriptor *used = bpf_map_lookup_elem(&descriptors, &key);
	struct object *o;
	s32 now = -1;

	if (!used || !f)
		return 0;
	object.address = used->address;
	o = bpf_map_lookup_elem(&objects, &object);
	if (o && o->tls_id == used->tls_id && o->fd == (s32)fd && !bpf_probe_read_user(&now, sizeof(now), (const void *)o->fd_at) &&
	    now == (s32)fd)
		content__bind(o, f, sock, FLOW_TIE_FD, handshake);
	bpf_map_delete_elem(&descriptors, &key);
	return 0;
}

/* Ties the TLS object of this thread's current TLS call, if there is one: the socket call is nested in it. */
static __noinline int content__tie(struct flow *f, u64 sock, u32 fd, u32 handshake)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct tls_thread *thread = bpf_map_lookup_elem(&threads, &pid_tgid);
	struct tls_call *call;
	struct object *o;

	if (!thread || !thread->depth || !f)
		return 0;
	/* The innermost nested call is the one that uses the socket. */
	call = tls__call(thread, thread->depth - 1);
	o = tls__object(pid_tgid, call->object, thread->generation, call->origin, call->library);
	if (o)
		content__bind(o, f, sock, o->fd == (s32)fd ? FLOW_TIE_FD : FLOW_TIE_NESTED, handshake);
	return 1;
}

/* A stream of records has one owner between two handshakes. */
static __always_inline void content__find_owner(struct flow *f, const struct emit *e, u64 sock, u32 fd, bool handshake)
{
	/* Before the nested call: a callback within one TLS call may send for another. */
	bool searched = e->direction == FLOW_SENT && e->left >= CIPHERTEXT_START && (!f->tls_id || handshake);

	if (searched && content__match(f, sock, e->base))
		return;
	if (!content__tie(f, sock, fd, handshake))
		content__tie_descriptor(f, sock, fd, handshake);
}

/* Whether secrets of the process may open the flow's ciphertext. */
static __noinline int content__by_secrets(struct flow *f, const struct emit *e)
{
	u32 tgid;

	if (!f || !e || !config.secrets)
		return false;
	if (config.secrets == PROBE_SECRETS_ALWAYS)
		return true;
	if (!f->in_full && e->offset < PROBE_CIPHERTEXT_MAX) {
		tgid = e->pid_tgid >> 32;
		f->in_full = !!bpf_map_lookup_elem(&secret_readers, &tgid);
	}
	return f->in_full;
}

/* A process that moves an Initial packet of version 1 or 2 speaks QUIC (RFC 9000 section 17.2.2): its secrets are wanted from now on. */
static __noinline int content__note_quic(const struct emit *e)
{
	u8 start[5];
	u32 tgid, version;

	if (!e || bpf_probe_read_user(start, sizeof(start), (const void *)e->base) || (start[0] & 0xc0) != 0xc0)
		return 0;
	version = (u32)start[1] << 24 | (u32)start[2] << 16 | (u32)start[3] << 8 | start[4];
	if (version != QUIC_VERSION_1 && version != QUIC_VERSION_2)
		return 0;
	tgid = e->pid_tgid >> 32;
	if (!bpf_map_lookup_elem(&quic_speakers, &tgid))
		bpf_map_update_elem(&quic_speakers, &tgid, &tgid, BPF_ANY);
	return 0;
}

/* Returns whether to send the call's bytes, and limits how many. */
static __always_inline bool content__wanted(struct flow *f, struct emit *e, struct sock *sk, u32 fd)
{
	u8 start[8] = {};
	bool record, in_full;

	if (f->protocol == IPPROTO_UDP) {
		if (config.secrets == PROBE_SECRETS_LISTED && e->moved >= QUIC_INITIAL_MIN)
			content__note_quic(e);
		return true;
	}
	/* If known to be plain, checked when copied: emit__look(). */
	if (e->watch)
		return true;
#ifdef EMIT_WITH_LOOP
	/* What the records are does not matter if all are to be decrypted. */
	if (f->content == FLOW_CONTENT_TLS && config.secrets == PROBE_SECRETS_ALWAYS && f->from_start && !f->tls_id) {
		EMIT_FLAG(e, FLOW_DATA_CIPHERTEXT | FLOW_DATA_IN_FULL);
		return true;
	}
#endif
	if (e->left >= 8)
		bpf_probe_read_user(start, 8, (const void *)e->base);
	else if (e->left >= 5)
		bpf_probe_read_user(start, 5, (const void *)e->base);
	else if (e->left >= 4)
		bpf_probe_read_user(start, 4, (const void *)e->base);
	if (f->protocol == 0)
		return content__wanted_unix(f, e, sk, *(u64 *)start);
	record = record__begins(start);
	if (f->content != FLOW_CONTENT_TLS && record) {
		/* On a plain stream only a handshake counts as TLS: STARTTLS. */
		if (f->content != FLOW_CONTENT_PLAIN || start[0] == RECORD_HANDSHAKE)
			f->content = FLOW_CONTENT_TLS;
	}
	if (f->content == FLOW_CONTENT_NEW)
		f->content = f->from_start ? FLOW_CONTENT_PLAIN : FLOW_CONTENT_JOINED;
	if (f->content != FLOW_CONTENT_TLS)
		return true;
	in_full = f->from_start && content__by_secrets(f, e);
	if (record && config.secrets != PROBE_SECRETS_ALWAYS &&
	    (start[0] == RECORD_HANDSHAKE || (!in_full && (!f->tls_id || f->tls_pid != (u32)(e->pid_tgid >> 32)))))
		content__find_owner(f, e, (u64)sk, fd, start[0] == RECORD_HANDSHAKE);
	/* Nobody has to know the TLS object whose secrets will open the records. If one is known, its calls are read. */
	if (in_full && !f->tls_id) {
		EMIT_FLAG(e, FLOW_DATA_CIPHERTEXT | FLOW_DATA_IN_FULL);
		return true;
	}
	/* With secrets, the start of one that had begun earlier shows that it cannot be decrypted. */
	if ((!f->from_start && config.secrets != PROBE_SECRETS_ALWAYS) || e->offset >= PROBE_CIPHERTEXT_MAX)
		return false;
	EMIT_FLAG(e, FLOW_DATA_CIPHERTEXT);
	if (e->limit > PROBE_CIPHERTEXT_MAX - e->offset)
		e->limit = PROBE_CIPHERTEXT_MAX - e->offset;
	return true;
}

/*
 * After a call whose bytes turned out to be the handshake that ends the plain part: STARTTLS.
 * base: where they are in the program's memory; 0: in several places.
 */
static __always_inline void content__began_tls(struct flow *f, struct emit *e, struct sock *sk, u32 fd, u64 base)
{
	f->content = FLOW_CONTENT_TLS;
	e->left = e->moved;
	e->base = base;
	content__find_owner(f, e, (u64)sk, fd, true);
}

#endif
