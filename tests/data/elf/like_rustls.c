/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What remains of rustls after rustc: unterminated texts, a table of their addresses and lengths, the source locations
 * that a panic names, and, with a large result and the rest of its arguments in no fixed order, the function that derives
 * a secret which a key log may get.  -DTABLE, -DPLACES, -DDERIVES: which of these exist; -DTWICE, -DNEVER_ASKS,
 * -DRANDOM_IN_REGISTER: how the last one is unlike rustls.  -DRUNS: derives some when a byte comes, and once more for TLS 1.2.
 */
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static const char texts[] = "CLIENT_EARLY_TRAFFIC_SECRETCLIENT_HANDSHAKE_TRAFFIC_SECRETSERVER_HANDSHAKE_TRAFFIC_SECRET"
			    "CLIENT_TRAFFIC_SECRET_0SERVER_TRAFFIC_SECRET_0EXPORTER_SECRETCLIENT_RANDOMpacket";
#define MASTER_AT (27 + 31 + 31 + 23 + 23 + 15)

struct slice {
	const char *text;
	unsigned long length;
};

#ifdef TABLE
static const struct slice labels[] = { { texts, 27 }, { texts + 27, 31 }, { texts + 58, 31 }, { texts + 89, 23 }, { texts + 112, 23 } };
#endif
#ifdef PLACES
const char place[] = "/build/.cargo/registry/src/index.crates.io-6f17d22bba15001f/rustls-0.23.11/src/client/hs.rs";
#endif

const char *text_at(unsigned long place_of_text)
{
	return texts + place_of_text;
}

#ifdef TABLE
const struct slice *label_at(volatile unsigned *place_of_label)
{
	return (const struct slice *)((const char *)&labels[1] + 16 * *place_of_label);
}
#endif

#ifdef DERIVES
struct block {
	unsigned char bytes[64];
	unsigned long used;
};

struct key_log {
	bool (*will_log)(void *self, const char *label, unsigned long label_length);
	void (*log)(void *self, const char *label, unsigned long label_length, const unsigned char *random, unsigned long random_length,
		    const unsigned char *secret, unsigned long secret_length);
};

__attribute__((noinline)) void fill(struct block *out, unsigned kind, const unsigned char *hash, unsigned long length)
{
	memset(out->bytes, 0, sizeof(out->bytes));
	for (unsigned long i = 0; i < length; i++)
		out->bytes[i] = hash[i] + kind;
	__asm__ volatile("" ::: "memory");
	out->used = length;
}

#ifdef RANDOM_IN_REGISTER
__attribute__((noinline)) void derive(struct block *out, const unsigned char *random, const unsigned char *hash, unsigned long length, unsigned kind,
				      void *schedule, void *self, const struct key_log *log)
#else
__attribute__((noinline)) void derive(struct block *out, void *schedule, const unsigned char *hash, unsigned long length, unsigned kind,
				      void *self, const struct key_log *log, const unsigned char *random)
#endif
{
	const struct slice *label = &labels[kind];

	__asm__ volatile("" : "+r"(schedule));
	fill(out, kind, hash, length);
#ifndef NEVER_ASKS
	if (!__builtin_expect(log->will_log(self, label->text, label->length), 1))
		return;
#endif
	log->log(self, label->text, label->length, random, 32, out->bytes, out->used);
}

#ifdef TWICE
const char *name_of(unsigned kind)
{
	return labels[kind].text;
}
#endif

__attribute__((noinline)) void master(void *self, const struct key_log *log, const unsigned char *random, const unsigned char *secret)
{
	log->log(self, texts + MASTER_AT, 13, random, 32, secret, 48);
}
#endif

#ifdef RUNS
static bool will_log(void *self, const char *label, unsigned long length)
{
	return *(bool *)self;
}

static void logs(void *self, const char *label, unsigned long label_length, const unsigned char *random, unsigned long random_length,
		 const unsigned char *secret, unsigned long length)
{
}

int main(void)
{
	static const struct key_log log = { will_log, logs };
	unsigned char hash[48], random[32], byte;
	struct block block;
	bool wanted = false;

	for (unsigned i = 0; i < sizeof(hash); i++)
		hash[i] = i;
	for (unsigned i = 0; i < sizeof(random); i++)
		random[i] = 'a' + i % 26;
	if (write(1, "x", 1) != 1 || read(0, &byte, 1) != 1)
		return 1;
	derive(&block, 0, hash, 32, 1, &wanted, &log, random);
	wanted = true;
	derive(&block, 0, hash, 48, 3, &wanted, &log, random);
	master(&wanted, &log, random, hash);
	return 0;
}
#endif
