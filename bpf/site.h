/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * site.h - what the loader tells the TLS probes about each place that they are attached to:
 * the values of the map "sites", and how a hit finds its own. Plain C types, as in
 * flow_event.h.
 */
#ifndef CLEARTAP_SITE_H
#define CLEARTAP_SITE_H

#include "bpf/flow_event.h"

#define SITES_MAX 8192u   /* number 0 is none */
#define SITE_LOADS_MAX 6u /* NSS: from a socket through its layers to the descriptor needs five */

/*
 * Kernels before 5.15 give a program no cookie, only the address that was hit, which is random
 * but for its last 12 bits: several copies of the program, each with a page of places.
 */
#define SITE_PAGE 4096u
#define SITE_PAGES 5u
#define SITE_PLACES_MAX (SITE_PAGES * SITE_PAGE)

/* What a probed function does. */
enum tls_action {
	TLS_READ = 0,
	TLS_WRITE = 1,
	TLS_PEEK = 2,
	TLS_HANDSHAKE = 3,
	TLS_FREE = 4,
	TLS_SET_FD = 5,
	TLS_MEMORY_WRITE = 6,
	TLS_SEND_FILE = 7,
	TLS_READ_PACKET = 8, /* gnutls_record_recv_packet: the plaintext stays in the library's memory */
	TLS_EARLY = 9,       /* takes all of the plaintext, and returns 0 */
	TLS_UNCORK = 10,     /* sends what earlier calls were given */
	TLS_ALPN = 11,       /* returns the selected protocol: (object, address of a text's pointer and length) */
	TLS_SECRET = 12,     /* is given a secret of the handshake: buffer and length */
};

/* How many bytes were moved. */
enum site_count {
	SITE_COUNT_RESULT = 0,    /* the return value */
	SITE_COUNT_ARGUMENT4 = 4, /* stored through argument 4 or 5, if the return value is > 0 */
	SITE_COUNT_ARGUMENT5 = 5,
	SITE_COUNT_ALL = 6,       /* the length, if the return value is not negative */
	SITE_COUNT_AT_ONCE = 7,   /* the length; the bytes are there when the site is hit, and no return is awaited */
};

/* Where the value of a place begins: 0 to 15 are the registers by their numbers in instructions. */
enum site_base {
	SITE_FLAGS = 16,   /* the processor's */
	SITE_OBJECT = 17,  /* the site's object */
	SITE_NOWHERE = 255,
};

/* A value when a site is hit: that of a base, then replaced "loads" times by the eight bytes at itself + at[i]. */
struct site_place {
	unsigned char base;
	unsigned char bytes; /* of the value, 1, 2, 4 or 8; the others are ignored */
	unsigned char loads;
	unsigned char reserved;
	short at[SITE_LOADS_MAX];
};
FLOW_ASSERT(sizeof(struct site_place) == 16, "site_place is shared with the loader");

/* Holds if what & mask == value. */
struct site_test {
	struct site_place what; /* SITE_NOWHERE: there is no test */
	unsigned int mask;
	unsigned int value;
};
FLOW_ASSERT(sizeof(struct site_test) == 24, "site_test is shared with the loader");

struct site {
	unsigned char action;        /* enum tls_action */
	unsigned char origin;        /* enum flow_origin */
	unsigned char count;         /* enum site_count */
	unsigned char ordinary;      /* arguments 1 to 3 are object, buffer and length, and nothing else is set below */
	unsigned short library;      /* the loader's number in flow_tls_library; 0: none */
	unsigned short alpn;         /* offset of the selected protocol's address and length; 0: unknown */
	unsigned short alpn_holder;  /* offset in the TLS object of the base for that; 0: the object */
	unsigned char for_quic;      /* TLS_SECRET: reported only of processes that speak QUIC */
	unsigned char reserved_byte;
	unsigned short reserved[2];
	struct site_place object;
	struct site_place buffer;
	struct site_place length;
	struct site_place bound;      /* the length is at most this */
	struct site_place descriptor; /* of the socket that the object uses */
	struct site_place source;     /* from the object: where the library keeps the bytes to deliver. If it has not moved since a read, that was a peek */
	struct site_place label;      /* TLS_SECRET: address of the secret's name in a key log */
	struct site_place label_length; /* TLS_SECRET: the label's length; SITE_NOWHERE: it ends with a zero */
	struct site_place random;     /* TLS_SECRET: the first eight bytes of the client's random: its last load is from where that is */
	struct site_test only[2];     /* unless both hold, the hit means nothing */
	struct site_test peek;        /* if it holds, a read is a peek */
};
FLOW_ASSERT(sizeof(struct site) == 232, "site is shared with the loader");

#endif
