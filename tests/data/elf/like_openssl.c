/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calling shape of OpenSSL's data functions, compiled by the tests with many options. SHAPE selects what is
 * behind the public functions.
 */
#include <stddef.h>

#define FORWARDED 1        /* both public functions call one internal function         */
#define INLINED 2          /* the compiler has put its code into both                  */
#define HALF_INLINED 3     /* into one of the two                                      */
#define RARELY_FORWARDED 4 /* into both, and another is called for some objects        */
#define CHANGED_BUFFER 5   /* one does not pass on the caller's buffer                 */
#define CHAINED 6          /* SSL_write_ex goes through SSL_write_ex2, as in 3.3       */
#define FAST_PATH 7        /* one returns kept data, and calls it for the rest        */
#define COPIED 8           /* the same, by a function of the C library                 */

struct ssl;
struct method {
	int (*read)(struct ssl *s, void *buf, size_t num, size_t *done);
	int (*write)(struct ssl *s, const void *buf, size_t num, unsigned long flags, size_t *done);
};
struct ssl {
	const struct method *method;
	int references;
	int quic;
	int shutdown;
	int kept;
	char buffer[64];
};

void *memcpy(void *to, const void *from, size_t size);

__attribute__((noinline)) void ERR_new(void) { __asm__ volatile(""); }
__attribute__((noinline)) void ERR_set_error(int library, int reason) { __asm__ volatile("" ::"r"(library), "r"(reason)); }

#if SHAPE == INLINED || SHAPE == RARELY_FORWARDED
#define INTERNAL static inline __attribute__((always_inline))
#else
#define INTERNAL static __attribute__((noinline, noclone))
#endif

#if SHAPE == RARELY_FORWARDED
/* A probe here would miss all other objects. */
__attribute__((noinline, noclone)) static int quic_read(struct ssl *s, void *buf, size_t num, size_t *done)
{
	int result = s->method->read(s, buf, num, done);
	s->shutdown = result;
	*done += (size_t)result;
	return result;
}
#endif

INTERNAL int read_internal(struct ssl *s, void *buf, size_t num, size_t *done)
{
	if (s->shutdown)
		return 0;
#if SHAPE == RARELY_FORWARDED
	if (s->quic)
		return quic_read(s, buf, num, done);
#endif
	ERR_new();
	int result = s->method->read(s, buf, num, done);
	s->shutdown = result;
	return result;
}

INTERNAL int write_internal(struct ssl *s, const void *buf, size_t num, unsigned long flags, size_t *done)
{
	if (s->shutdown)
		return -1;
	ERR_new();
	int result = s->method->write(s, buf, num, flags, done);
	s->shutdown = result;
	return result;
}

int SSL_read(struct ssl *s, void *buf, int num)
{
	size_t done;
	if (num < 0) {
		ERR_new();
		ERR_set_error(20, 271);
		return -1;
	}
#if SHAPE == FAST_PATH
	if (s->kept) {
		for (int i = 0; i < num && i < s->kept; i++)
			((char *)buf)[i] = s->buffer[i];
		return s->kept;
	}
#elif SHAPE == COPIED
	if (s->kept) {
		memcpy(buf, s->buffer, (size_t)num);
		return num;
	}
#endif
#if SHAPE == CHANGED_BUFFER
	buf = (char *)buf + 1;
#endif
#if SHAPE == HALF_INLINED
	int result = s->shutdown ? 0 : s->method->read(s, buf, (size_t)num, &done);
#else
	int result = read_internal(s, buf, (size_t)num, &done);
#endif
	return result > 0 ? (int)done : result;
}

int SSL_read_ex(struct ssl *s, void *buf, size_t num, size_t *done)
{
	int result = read_internal(s, buf, num, done);
	return result < 0 ? 0 : result;
}

int SSL_write(struct ssl *s, const void *buf, int num)
{
	size_t done;
	if (num < 0) {
		ERR_new();
		return -1;
	}
	int result = write_internal(s, buf, (size_t)num, 0, &done);
	return result > 0 ? (int)done : result;
}

#if SHAPE == CHAINED
int SSL_write_ex2(struct ssl *s, const void *buf, size_t num, unsigned long flags, size_t *done)
{
	int result = write_internal(s, buf, num, flags, done);
	return result < 0 ? 0 : result;
}

int SSL_write_ex(struct ssl *s, const void *buf, size_t num, size_t *done)
{
	return SSL_write_ex2(s, buf, num, 0, done);
}
#else
int SSL_write_ex(struct ssl *s, const void *buf, size_t num, size_t *done)
{
	int result = write_internal(s, buf, num, 0, done);
	return result < 0 ? 0 : result;
}
#endif

void SSL_free(struct ssl *s)
{
	if (s == NULL)
		return;
	if (__atomic_sub_fetch(&s->references, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	s->method->read(s, NULL, 0, NULL);
}

#ifdef BOTH /* another library in the same file */
long gnutls_record_recv(struct ssl *s, void *buf, size_t num)
{
	size_t done;
	return read_internal(s, buf, num, &done) > 0 ? (long)done : -1;
}
#endif
