/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * tables.h - keys and values of the maps that the loader sweeps for ended entries. Plain
 * C types, as in flow_event.h.
 */
#ifndef CLEARTAP_TABLES_H
#define CLEARTAP_TABLES_H

#include "bpf/flow_event.h"

/* A followed socket, or a process's standard input and output, whose key is its id: value of "flows" and "datagram_flows". */
struct flow {
	unsigned long long id;
	unsigned long long pid_tgid;  /* task that it was first seen with */
	unsigned long long inode;     /* of the socket; 0: unknown. Detects a reused address */
	unsigned long long sent;      /* stream positions */
	unsigned long long received;
	unsigned long long cgroup_id;
	unsigned long long tls_id;    /* object tied to it; 0: none */
	unsigned long long sampled;   /* when its TCP figures were last reported; UDP: when a datagram was last seen; standard input and output: the generation */
	unsigned long long held;      /* Unix and unread: when a process was last seen having its file open */
	unsigned int sent_base;       /* write_seq and copied_seq at position 0 */
	unsigned int received_base;
	unsigned char based;          /* the bases are known */
	unsigned char role;
	unsigned char from_start;
	unsigned char content;        /* enum flow_content */
	unsigned char told_ports;     /* the addresses have been sent with both ports */
	unsigned char protocol;
	unsigned char ulp;            /* an upper layer (kTLS, MPTCP) is between calls and sequence numbers */
	unsigned char ulp_told;       /* its name has been sent */
	unsigned int tls_pid;         /* owner of the object tls_id */
	unsigned int tick;            /* in which sampling was last considered */
	unsigned int head;            /* Unix: the first four bytes received, if they came alone; else 0 */
	unsigned char mptcp;          /* the program's socket with several subflows, a struct mptcp_sock */
	unsigned char told;           /* Unix: its socket record has been sent */
	unsigned char unread;         /* closed by the kernel with bytes still to be read: no state change will follow */
	unsigned char told_other_end; /* what identifies the other end has been sent */
	unsigned char in_full;        /* its ciphertext is sent in full: the secrets of its process open it */
	unsigned char alone;          /* calls that have looked for the other end in vain: same.h */
	unsigned char reserved[6];
};
FLOW_ASSERT(sizeof(struct flow) == 112, "flow is shared with the loader");

/* Key of "datagram_flows": a UDP socket has one flow per peer. */
struct datagram_key {
	unsigned long long sock;
	unsigned char peer[16];
	unsigned int port;
	unsigned int reserved;
};
FLOW_ASSERT(sizeof(struct datagram_key) == 32, "datagram_key is shared with the loader");

/* A live TLS object in its process: value of "objects". */
struct object {
	unsigned long long tls_id;
	unsigned long long generation; /* task__generation(): detects a reused pid, and another program */
	unsigned long long sent;
	unsigned long long received;
	unsigned long long flow_id;    /* 0: not tied */
	unsigned long long sock;       /* struct sock * of flow_id */
	int fd;                        /* given by the library's fd setter; -1: unknown */
	unsigned short library;        /* the library using it: number as in flow_tls_library */
	unsigned char origin;
	unsigned char conflict;        /* contradicting sockets were seen: never tied again */
	unsigned char tie;
	unsigned char told;            /* enum flow_tls_fact; FLOW_TLS_ALPN also if it cannot be known */
	unsigned char carries;         /* its plaintext is TLS records of another object */
	unsigned char ends_with_flow;  /* nothing reports its end: it is that of its socket, or of its use */
	unsigned char reserved[4];
	unsigned long long seen;       /* if ends_with_flow: when it was last used */
	unsigned long long fd_at;      /* if known: where the program keeps the number fd, in eight bytes */
	unsigned long long source;     /* site.source after the last read */
	unsigned int repeatable;       /* bytes of the last read: a peek if source has not changed at the next one */
	unsigned int reserved2;
};
FLOW_ASSERT(sizeof(struct object) == 96, "object is shared with the loader");

#define CIPHERTEXT_START 32 /* bytes of a record, including its header */

/* Key of "ciphertexts": the beginning of a record written by a TLS object without a socket. */
struct ciphertext_key {
	unsigned int pid;
	unsigned char start[CIPHERTEXT_START];
};
FLOW_ASSERT(sizeof(struct ciphertext_key) == 36, "ciphertext_key is shared with the loader");

/* Key and value of "descriptors": an untied object, by the socket that it is known to use. */
struct descriptor_key {
	unsigned int pid;
	int fd;
};
FLOW_ASSERT(sizeof(struct descriptor_key) == 8, "descriptor_key is shared with the loader");

struct descriptor {
	unsigned long long address; /* of the object */
	unsigned long long tls_id;
};
FLOW_ASSERT(sizeof(struct descriptor) == 16, "descriptor is shared with the loader");

/*
 * Key of "tcp_ends": a connection as one end has it.  IPv4 is mapped (RFC 4291 section
 * 2.5.5.2).  netns 0: in any network namespace.
 */
struct tcp_end_key {
	unsigned char local[16];
	unsigned char remote[16];
	unsigned short local_port; /* host order */
	unsigned short remote_port;
	unsigned int netns;
};
FLOW_ASSERT(sizeof(struct tcp_end_key) == 40, "tcp_end_key is shared with the loader");

struct tcp_end {
	unsigned long long sock;      /* key of "flows"; 0: closed */
	unsigned long long flow_id;   /* of a closed one; 0: it had none */
	unsigned long long closed_ns; /* CLOCK_BOOTTIME */
	unsigned int netns;
	unsigned int ambiguous;       /* netns 0 in the key: it exists in several */
};
FLOW_ASSERT(sizeof(struct tcp_end) == 32, "tcp_end is shared with the loader");

/* Key of "objects": one TLS object of one process. */
struct object_key {
	unsigned long long address;
	unsigned int pid;
	unsigned int reserved;
};
FLOW_ASSERT(sizeof(struct object_key) == 16, "object_key is shared with the loader");

#endif
