/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * tables.h - keys and values of the maps that the loader sweeps for what has ended.
 * Plain C types, as flow_event.h.
 */
#ifndef CLEARTAP_TABLES_H
#define CLEARTAP_TABLES_H

#include "bpf/flow_event.h"

/* A socket that is followed: value of "flows" and "datagram_flows". */
struct flow {
	unsigned long long id;
	unsigned long long pid_tgid;  /* task that it was seen with first */
	unsigned long long inode;     /* of the socket; 0: not known yet. Tells a reused address */
	unsigned long long sent;      /* stream positions */
	unsigned long long received;
	unsigned long long cgroup_id;
	unsigned long long tls_id;    /* object tied to it; 0: none */
	unsigned long long sampled;   /* when its TCP figures were told last; UDP: when a datagram was seen last */
	unsigned long long held;      /* Unix and unread: when a process was last seen to have its file open */
	unsigned int sent_base;       /* write_seq and copied_seq where the positions are 0 */
	unsigned int received_base;
	unsigned char based;          /* the bases are known */
	unsigned char role;
	unsigned char from_start;
	unsigned char content;        /* enum flow_content */
	unsigned char told_ports;     /* the addresses have been sent with both ports */
	unsigned char protocol;
	unsigned char ulp;            /* an upper layer (kTLS, MPTCP) stands between calls and sequence numbers */
	unsigned char ulp_told;       /* its name has been sent */
	unsigned int tls_pid;         /* whose object tls_id is */
	unsigned int tick;            /* in which it was last asked whether to sample */
	unsigned int head;            /* Unix: the first four bytes received, where they came alone; else 0 */
	unsigned char mptcp;          /* the program's socket of several subflows, a struct mptcp_sock */
	unsigned char told;           /* Unix: its socket has been sent */
	unsigned char unread;         /* closed by the kernel while bytes wait to be read: there is no state to come */
	unsigned char unused;
};
FLOW_ASSERT(sizeof(struct flow) == 104, "flow is shared with the loader");

/* Key of "datagram_flows": a UDP socket is a flow for each peer. */
struct datagram_key {
	unsigned long long sock;
	unsigned char peer[16];
	unsigned int port;
	unsigned int reserved;
};
FLOW_ASSERT(sizeof(struct datagram_key) == 32, "datagram_key is shared with the loader");

/* A TLS object, alive in its process: value of "objects". */
struct object {
	unsigned long long tls_id;
	unsigned long long generation; /* task__generation(): tells a reused pid, and another program */
	unsigned long long sent;
	unsigned long long received;
	unsigned long long flow_id;    /* 0: not tied */
	unsigned long long sock;       /* struct sock * of flow_id */
	int fd;                        /* given by the library's fd setter; -1: not known */
	unsigned short library;        /* whose functions it is used by: flow_tls_library */
	unsigned char origin;
	unsigned char conflict;        /* contradicting sockets were seen: never tied again */
	unsigned char tie;
	unsigned char told;            /* enum flow_tls_fact; FLOW_TLS_ALPN also where nobody can know it */
	unsigned char carries;         /* its plaintext is TLS records of another object */
	unsigned char reserved[5];
};
FLOW_ASSERT(sizeof(struct object) == 64, "object is shared with the loader");

#define CIPHERTEXT_START 32 /* bytes of a record, its head included */

/* Key of "ciphertexts": the start of a record that a TLS object without a socket has written. */
struct ciphertext_key {
	unsigned int pid;
	unsigned char start[CIPHERTEXT_START];
};
FLOW_ASSERT(sizeof(struct ciphertext_key) == 36, "ciphertext_key is shared with the loader");

/* Key of "objects": one TLS object of one process. */
struct object_key {
	unsigned long long address;
	unsigned int pid;
	unsigned int reserved;
};
FLOW_ASSERT(sizeof(struct object_key) == 16, "object_key is shared with the loader");

#endif
