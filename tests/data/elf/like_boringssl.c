/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A library shaped like BoringSSL: the same errors in the same order, the same two tables; its functions move nothing.
 *   -DINLINE_READ   the internal function is compiled into reading and peeking
 *   -DNO_PEEK, -DNO_READ   without the one or the other
 *   -DTWICE         a second function with the errors of SSL_write
 *   -DWRONG_ORDER   writing stands before reading in the source
 */
typedef unsigned long size_t;

struct span {
	const unsigned char *data;
	size_t size;
};
struct state {
	char before[0x80];
	struct span pending;
	int failed;
};
struct ssl {
	const void *method;
	char before[0x20];
	int (*handshake)(struct ssl *);
	struct state *s3;
	const void *quic;
};

void ERR_put_error(int library, int unused, int reason, const char *file, unsigned line);
void *memcpy(void *to, const void *from, size_t size);
void discard(struct state *state);
int flush(struct ssl *ssl, const void *buffer, int length);

#define HIDDEN __attribute__((visibility("hidden"), noinline, used))
#define LIBRARY "../../third_party/boringssl/src/ssl/ssl_lib.cc"
#define PACKET "../../third_party/boringssl/src/ssl/s3_pkt.cc"
#define REPORT(reason, file, line) ERR_put_error(16, 0, reason, file, line)

#ifdef WRONG_ORDER
#define WRITE_LINE 100
#else
#define WRITE_LINE 960
#endif

HIDDEN int like_handshake(struct ssl *ssl)
{
	if (!ssl->handshake) {
		REPORT(134, LIBRARY, 730);
		return -1;
	}
	return ssl->handshake(ssl);
}

#ifdef INLINE_READ
static inline __attribute__((always_inline))
#else
HIDDEN
#endif
int like_read_internal(struct ssl *ssl)
{
	if (!ssl->handshake) {
		REPORT(226, LIBRARY, 846);
		return -1;
	}
	while (!ssl->s3->pending.size) {
		int result = like_handshake(ssl);

		if (result < 0)
			return result;
		if (!result) {
			REPORT(215, LIBRARY, 879);
			return -1;
		}
	}
	return 1;
}

static inline __attribute__((always_inline)) int peek(struct ssl *ssl, void *buffer, int length)
{
	size_t most;
	int result;

	if (ssl->quic) {
		REPORT(66, LIBRARY, 940);
		return -1;
	}
	result = like_read_internal(ssl);
	if (result <= 0)
		return result;
	if (length <= 0)
		return length;
	most = ssl->s3->pending.size < (size_t)length ? ssl->s3->pending.size : (size_t)length;
	if (most)
		memcpy(buffer, ssl->s3->pending.data, most);
	return (int)most;
}

#ifndef NO_READ
HIDDEN int like_read(struct ssl *ssl, void *buffer, int length)
{
	int result = peek(ssl, buffer, length);

	if (result <= 0)
		return result;
	ssl->s3->pending.data += result;
	ssl->s3->pending.size -= (size_t)result;
	if (!ssl->s3->pending.size)
		discard(ssl->s3);
	return result;
}
#endif

#ifndef NO_PEEK
HIDDEN int like_peek(struct ssl *ssl, void *buffer, int length)
{
	return peek(ssl, buffer, length);
}
#endif

static inline __attribute__((always_inline)) int do_write(struct ssl *ssl, const void *buffer, int length, int line)
{
	int result;

	if (ssl->quic) {
		REPORT(66, LIBRARY, line);
		return -1;
	}
	if (!ssl->handshake) {
		REPORT(226, LIBRARY, line + 5);
		return -1;
	}
	do {
		result = like_handshake(ssl);
		if (result < 0)
			return result;
		if (!result) {
			REPORT(215, LIBRARY, line + 20);
			return -1;
		}
		if (length < 0) {
			REPORT(111, LIBRARY, line + 26);
			return -1;
		}
		result = flush(ssl, buffer, length);
	} while (!result);
	return result;
}

HIDDEN int like_write(struct ssl *ssl, const void *buffer, int length)
{
	return do_write(ssl, buffer, length, WRITE_LINE);
}

#ifdef TWICE
HIDDEN int like_other_write(struct ssl *ssl, const void *buffer, int length)
{
	return do_write(ssl, buffer, length, 1200) + 1;
}
#endif

HIDDEN int like_open_data(struct ssl *ssl, int type, int early)
{
	if (type == 1) {
		REPORT(182, PACKET, 256);
		return 4;
	}
	if (early) {
		REPORT(225, PACKET, 269);
		return 4;
	}
	if (!ssl->s3) {
		REPORT(300, PACKET, 276);
		return 4;
	}
	return flush(ssl, 0, type);
}

HIDDEN int like_write_data(struct ssl *ssl, int *handshake, int length)
{
	*handshake = 0;
	if (!ssl->s3) {
		REPORT(194, PACKET, 46);
		return -1;
	}
	if (length < 0) {
		REPORT(111, PACKET, 58);
		return -1;
	}
	return flush(ssl, handshake, length);
}

HIDDEN void like_free(struct ssl *ssl)
{
	if (ssl->s3)
		discard(ssl->s3);
	ssl->s3 = 0;
}

HIDDEN int like_other(struct ssl *ssl)
{
	return flush(ssl, ssl, 1);
}

HIDDEN int like_memory_write(void *bio, const char *bytes, int length)
{
	return flush(bio, bytes, length) + 1;
}

struct method {
	unsigned char is_dtls;
	void *functions[20];
};
__attribute__((used)) static const struct method tls = {
	0,
	{ like_other, like_free, like_other, like_other, like_other, like_other, like_other, like_open_data, like_write_data, like_other,
	  like_other, like_other, like_other, like_other, like_other, like_other, like_other, like_other, like_other, like_other },
};
const void *tls_method(void)
{
	return &tls;
}

struct bio_method {
	int type;
	const char *name;
	void *functions[8];
};
__attribute__((used)) static const struct bio_method memory = {
	0x401, 0, { like_memory_write, like_other, like_other, like_other, like_other, like_other, 0, 0 },
};
const void *memory_method(void)
{
	return &memory;
}

/* Who calls them: nothing else says where they begin. */
int use(struct ssl *ssl, void *buffer)
{
	int result = like_write(ssl, buffer, 1);

#ifndef NO_READ
	result += like_read(ssl, buffer, 1);
#endif
#ifndef NO_PEEK
	result += like_peek(ssl, buffer, 1);
#endif
#ifdef TWICE
	result += like_other_write(ssl, buffer, 1);
#endif
	return result;
}
