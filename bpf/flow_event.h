/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * flow_event.h - what the kernel side reports to the helper.  The single source of truth:
 * included by bpf/<probe>.bpf.c (after the kernel types) and by privhelper/. Plain C
 * types only, so it parses on its own on both sides; fixed width, no pointers, no
 * implicit padding, sizes asserted.
 *
 * Every record in the "events" ring begins with struct flow_header; its kind says which
 * struct it is.  So do those in the "packets" ring, which are all struct flow_packet.
 * Records in the "notices" ring (kernel to loader, never forwarded) are struct
 * flow_mapping.
 */
#ifndef CLEARTAP_FLOW_EVENT_H
#define CLEARTAP_FLOW_EVENT_H

#ifdef __cplusplus
#define FLOW_ASSERT(cond, text) static_assert(cond, text)
#else
#define FLOW_ASSERT(cond, text) _Static_assert(cond, text)
#endif

#define FLOW_CHUNK_MAX 16384u            /* payload bytes in one data record: the size of a TLS record's content */
#define FLOW_CHUNK_LONG (1024u * 1024u)  /* for a long call if the kernel has no bpf_loop: fewer records */
#define FLOW_CALL_MAX (64u * 1024 * 1024) /* payload bytes captured per call; the rest is a counted gap */
#define FLOW_COMM_LEN 16
#define FLOW_PATH_LEN 256
#define FLOW_ARGS_MAX 2048

enum flow_kind {
	FLOW_KIND_DATA = 1,     /* struct flow_data, payload follows          */
	FLOW_KIND_SOCKET = 2,   /* struct flow_socket: a flow is first seen   */
	FLOW_KIND_STATE = 3,    /* struct flow_state: TCP state changed       */
	FLOW_KIND_PROCESS = 4,  /* struct flow_process, arguments follow      */
	FLOW_KIND_EXIT = 5,     /* struct flow_exit                           */
	FLOW_KIND_TIE = 6,      /* struct flow_tie: TLS object and its socket */
	FLOW_KIND_TLS_END = 7,  /* struct flow_tls_end: TLS object freed      */
	FLOW_KIND_TCP = 8,      /* struct flow_tcp: a sample of tcp_sock      */
	FLOW_KIND_TLS_FACTS = 9, /* struct flow_tls_facts: the result of a handshake */
	FLOW_KIND_UPPER_LAYER = 10, /* struct flow_upper_layer: what the kernel layers above TCP */
	FLOW_KIND_UNREAD = 11,  /* struct flow_unread: closed, but the program has bytes left to read */
	FLOW_KIND_TLS_LIBRARY = 12, /* struct flow_tls_library: the library a TLS object belongs to */
	FLOW_KIND_SECRET = 13,  /* struct flow_secret: a secret of a handshake */
	FLOW_KIND_OTHER_END = 14, /* struct flow_other_end: what identifies the other end of a flow */
	FLOW_KIND_PACKET = 15,  /* struct flow_packet, in the ring "packets"; its bytes follow */
	FLOW_KIND_DROP = 16,    /* struct flow_drop: the kernel has dropped a packet of a flow */
	FLOW_KIND_SAME = 20,    /* struct flow_same: received what the other end has sent */
};

enum flow_direction { FLOW_RECEIVED = 0, FLOW_SENT = 1 };
enum flow_role { FLOW_ROLE_UNKNOWN = 0, FLOW_ROLE_CLIENT = 1, FLOW_ROLE_SERVER = 2 };

/* Where payload was captured. */
enum flow_origin {
	FLOW_ORIGIN_UNKNOWN = 0,  /* a TLS library, on a kernel that cannot tell which */
	FLOW_ORIGIN_SOCKET = 1,   /* a socket system call                     */
	FLOW_ORIGIN_OPENSSL = 2,
	FLOW_ORIGIN_GNUTLS = 3,
	FLOW_ORIGIN_NSS = 4,
	FLOW_ORIGIN_GO = 5,
	FLOW_ORIGIN_BORINGSSL = 6,
	FLOW_ORIGIN_WOLFSSL = 7,
	FLOW_ORIGIN_MBEDTLS = 8,
	FLOW_ORIGIN_RUSTLS = 9,
};

enum flow_data_flags {
	FLOW_DATA_CUT = 1,        /* the call moved more than FLOW_CALL_MAX: the rest is not sent  */
	FLOW_DATA_FAULT = 2,      /* user page not resident: this chunk has captured == 0           */
	FLOW_DATA_CIPHERTEXT = 4, /* bytes are TLS records: only their start is sent                */
	FLOW_DATA_PEEK = 8,       /* MSG_PEEK or SSL_peek: offsets do not advance                   */
	FLOW_DATA_IN_FULL = 16,   /* ciphertext, all of which is sent: secrets will open it         */
	FLOW_DATA_KEPT = 32,      /* sent; a struct flow_same may stand for these bytes at the other end */
};

/* How a TLS object was tied to its socket, best first. */
enum flow_tie_kind {
	FLOW_TIE_NONE = 0,
	FLOW_TIE_NESTED = 1,      /* a socket call that moved TLS records inside the TLS call */
	FLOW_TIE_FD = 2,          /* the library's fd setter                                  */
	FLOW_TIE_BIO = 3,         /* a socket BIO's descriptor                                */
	FLOW_TIE_CIPHERTEXT = 4,  /* the same ciphertext left the BIO and entered a socket    */
	/* 5 is not the kernel's: the application has decrypted the socket's bytes */
};

/* Causes of loss, counted per CPU in the map "losses". */
enum flow_loss {
	FLOW_LOSS_RING_FULL = 0,      /* data record not reserved: its bytes are a gap   */
	FLOW_LOSS_RING_FULL_META = 1, /* another record not reserved                     */
	FLOW_LOSS_FAULT = 2,          /* user memory not readable without faulting       */
	FLOW_LOSS_CALL_CUT = 3,       /* bytes beyond FLOW_CALL_MAX of one call          */
	FLOW_LOSS_FLOWS_FULL = 4,     /* flow table full: flow not followed              */
	FLOW_LOSS_CALLS_FULL = 5,     /* table of calls in progress full: call not seen  */
	FLOW_LOSS_TLS_FULL = 6,       /* table of TLS objects full                       */
	FLOW_LOSS_IOVEC_CUT = 7,      /* bytes in iovecs beyond the limit                */
	FLOW_LOSS_NOTICE_FULL = 8,    /* notice to the loader not reserved               */
	FLOW_LOSS_UNSEEN = 9,         /* bytes moved by a call without a buffer to read (splice, sendfile, io_uring) */
	FLOW_LOSS_SCTP = 10,          /* bytes of sockets that are not captured, by kind */
	FLOW_LOSS_SMC = 11,
	FLOW_LOSS_VSOCK = 12,
	FLOW_LOSS_PACKETS = 13,       /* Unix packet sockets: SOCK_SEQPACKET */
	FLOW_LOSS_PROTOCOL = 14,      /* an Internet protocol other than TCP, UDP and SCTP */
	FLOW_LOSS_COMPAT = 15,        /* system calls of 32-bit programs */
	FLOW_LOSS_MESSAGES_CUT = 16,  /* messages of one sendmmsg() or recvmmsg() beyond the limit */
	FLOW_LOSS_PACKET_RING = 17,   /* packet not reserved in its ring */
	FLOW_LOSS_PACKET_BYTES = 18,  /* bytes of a packet that could not be copied, or beyond FLOW_PACKET_MAX */
	FLOW_LOSS_CAUSES = 19,
};

struct flow_loss_count {
	unsigned long long events;
	unsigned long long bytes;
};
FLOW_ASSERT(sizeof(struct flow_loss_count) == 16, "flow_loss_count is part of the contract");

struct flow_header {
	unsigned long long time_ns;   /* CLOCK_BOOTTIME, when the call returned                  */
	unsigned long long flow_id;   /* socket; unique within the session; 0: unknown           */
	unsigned int pid;             /* thread group, initial pid namespace                     */
	unsigned int tid;             /* thread                                                  */
	unsigned int kind;            /* enum flow_kind                                          */
	unsigned int datagram;        /* FLOW_KIND_DATA of several datagrams in one call: bytes of each, the last may have fewer; else 0 */
};
FLOW_ASSERT(sizeof(struct flow_header) == 32, "flow_header is part of the contract");

/*
 * One chunk of payload.  Chunks of a call are sent in order.  offset is a position in the
 * TLS object's stream if tls_id is not 0, else in the socket's. The space reserved in the
 * ring may be longer than the payload.
 */
struct flow_data {
	struct flow_header h;
	unsigned long long tls_id;    /* TLS object; unique within the session; 0: socket bytes */
	unsigned long long offset;    /* position of payload[0] in its direction of the stream       */
	unsigned int moved;           /* total bytes that the call moved                             */
	unsigned int call_offset;     /* position of payload[0] in the call                          */
	unsigned int captured;        /* payload bytes that follow; <= FLOW_CHUNK_LONG               */
	unsigned char direction;      /* enum flow_direction                                         */
	unsigned char origin;         /* enum flow_origin                                            */
	unsigned char flags;          /* enum flow_data_flags                                        */
	unsigned char reserved;       /* zero                                                        */
};
FLOW_ASSERT(sizeof(struct flow_data) == 64, "flow_data is part of the contract");

#define FLOW_SAME_MAX (1024u * 1024u) /* of the bytes sent, a flow_same is about those so far back at most */
/* Instead of data: a call has received the bytes that the flow at the other end has sent at the same positions. */
struct flow_same {
	struct flow_header h;
	unsigned long long other;     /* the flow at the other end; its data came before, in full         */
	unsigned long long offset;    /* position of the first byte, there as here                        */
	unsigned int moved;           /* total bytes that the call moved                                  */
	unsigned char flags;          /* enum flow_data_flags                                             */
	unsigned char reserved[3];    /* zero                                                             */
};
FLOW_ASSERT(sizeof(struct flow_same) == 56, "flow_same is part of the contract");

/* Not a socket: what a process reads from descriptor 0 (received) and writes to 1 (sent). */
#define FLOW_FAMILY_STANDARD 254

/* A flow seen for the first time, or one whose addresses have become known. */
struct flow_socket {
	struct flow_header h;
	unsigned char local[16];      /* network order; IPv4 in the first four bytes      */
	unsigned char remote[16];
	unsigned short local_port;    /* host order                                       */
	unsigned short remote_port;
	unsigned char family;         /* AF_INET 2, AF_INET6 10, AF_UNIX 1, or FLOW_FAMILY_STANDARD */
	unsigned char protocol;       /* IPPROTO_TCP 6, IPPROTO_UDP 17, 0 for Unix        */
	unsigned char role;           /* enum flow_role                                   */
	unsigned char state;          /* TCP state now (TCP_ESTABLISHED 1 ...)            */
	unsigned int netns;           /* inode number of the network namespace            */
	unsigned int uid;
	unsigned long long cgroup_id;
	unsigned char from_start;     /* 1: seen from its first byte, 0: joined midstream */
	unsigned char reserved[7];
};
FLOW_ASSERT(sizeof(struct flow_socket) == 96, "flow_socket is part of the contract");

/* Figures of tcp_sock; a field that the kernel does not have is all ones. */
struct flow_tcp_figures {
	unsigned int srtt_us;
	unsigned int rttvar_us;
	unsigned int min_rtt_us;
	unsigned int cwnd;            /* segments */
	unsigned int ssthresh;        /* segments */
	unsigned int retransmits;     /* segments, over its lifetime */
	unsigned int lost;            /* segments, currently  */
	unsigned int reordering_seen; /* times, over its lifetime */
	unsigned long long delivery_rate;   /* bytes a second */
	unsigned long long bytes_sent;      /* first transmissions and retransmissions */
	unsigned long long bytes_received;
	unsigned int segments_out;
	unsigned int segments_in;
	unsigned int receive_window;  /* bytes; 0 is a closed window */
	unsigned int send_window;     /* bytes */
};
FLOW_ASSERT(sizeof(struct flow_tcp_figures) == 72, "flow_tcp_figures is part of the contract");

struct flow_state {
	struct flow_header h;         /* pid is 0 if the change came from softirq */
	unsigned char old_state;
	unsigned char new_state;
	unsigned short error;         /* sk_err: ECONNREFUSED, ECONNRESET, ETIMEDOUT, ... or 0 */
	unsigned int reserved;
	unsigned long long sent;      /* stream bytes sent and received so far, as counted by the probes */
	unsigned long long received;
	struct flow_tcp_figures tcp;
};
FLOW_ASSERT(sizeof(struct flow_state) == 128, "flow_state is part of the contract");

struct flow_tcp {
	struct flow_header h;
	struct flow_tcp_figures tcp;
	unsigned long long window_limited_us; /* time that the peer's window blocked sending, over its lifetime */
	unsigned int out_of_order;    /* segments received, over its lifetime */
	unsigned int reserved;        /* zero */
};
FLOW_ASSERT(sizeof(struct flow_tcp) == 120, "flow_tcp is part of the contract");

/*
 * What both ends of a connection have in common, reported once it is known.  TCP: the
 * sequence numbers are the same at both ends, with the directions swapped.  A Unix
 * connection is reported by the end that the probes see second, at least.
 */
struct flow_other_end {
	struct flow_header h;
	unsigned long long peer;      /* Unix: the flow of the socket at the other end; TCP: 0 */
	unsigned int sent_sequence;   /* TCP: of the byte at position 0 in each direction      */
	unsigned int received_sequence;
};
FLOW_ASSERT(sizeof(struct flow_other_end) == 48, "flow_other_end is part of the contract");

#define FLOW_UPPER_LAYER_MAX 16
/* Reported once, when first seen: a program may set it at any time (setsockopt TCP_ULP). */
struct flow_upper_layer {
	struct flow_header h;
	char name[FLOW_UPPER_LAYER_MAX]; /* as the kernel calls it: "tls", "mptcp", "smc"; ends with a zero if shorter */
};
FLOW_ASSERT(sizeof(struct flow_upper_layer) == 48, "flow_upper_layer is part of the contract");

/* A process was forked, or has executed a program; arguments follow, separated by NUL. */
struct flow_process {
	struct flow_header h;
	unsigned long long start_ns;  /* CLOCK_BOOTTIME: with pid it identifies the process uniquely */
	unsigned long long cgroup_id;
	unsigned int ppid;
	unsigned int uid;
	unsigned int gid;
	unsigned int args_len;        /* bytes that follow; <= FLOW_ARGS_MAX */
	unsigned char executed;       /* 1 exec, 0 fork: the program is the parent's */
	unsigned char args_cut;       /* 1: there were more arguments */
	unsigned short path_begin;    /* of the path within its field */
	unsigned char reserved[4];
	char comm[FLOW_COMM_LEN];
	char path[FLOW_PATH_LEN];     /* of the program's file; as given to exec if kernel memory must not be read; empty for a fork */
};
FLOW_ASSERT(sizeof(struct flow_process) == 344, "flow_process is part of the contract");

struct flow_exit {
	struct flow_header h;
	unsigned int exit_code;       /* as in wait(2) */
	unsigned int reserved;
};
FLOW_ASSERT(sizeof(struct flow_exit) == 40, "flow_exit is part of the contract");

struct flow_tie {
	struct flow_header h;         /* flow_id: the socket */
	unsigned long long tls_id;
	unsigned char kind;           /* enum flow_tie_kind */
	unsigned char origin;         /* enum flow_origin: the library */
	unsigned char reserved[6];
};
FLOW_ASSERT(sizeof(struct flow_tie) == 48, "flow_tie is part of the contract");

struct flow_tls_end {
	struct flow_header h;
	unsigned long long tls_id;
	unsigned long long sent;      /* plaintext bytes in each direction, captured or not */
	unsigned long long received;
};
FLOW_ASSERT(sizeof(struct flow_tls_end) == 56, "flow_tls_end is part of the contract");

#define FLOW_ALPN_MAX 32

enum flow_tls_fact {
	FLOW_TLS_FINISHED = 1,  /* the library just reported the end of the handshake            */
	FLOW_TLS_ALPN = 2,      /* the application protocol is known: alpn, or none was selected */
};

/* Reported when a handshake ends, and with the first plaintext of an object whose handshake was not seen. */
struct flow_tls_facts {
	struct flow_header h;
	unsigned long long tls_id;
	unsigned char facts;          /* enum flow_tls_fact */
	unsigned char alpn_length;    /* <= FLOW_ALPN_MAX   */
	unsigned char reserved[6];
	char alpn[FLOW_ALPN_MAX];     /* RFC 7301: the protocol selected by the server; not NUL-terminated */
};
FLOW_ASSERT(sizeof(struct flow_tls_facts) == 80, "flow_tls_facts is part of the contract");

/*
 * TCP only.  The kernel has closed the connection while the program still has bytes to
 * read: they come under this flow's id.  A state change from closed to closed ends it.
 */
struct flow_unread {
	struct flow_header h;
	unsigned long long bytes;
};
FLOW_ASSERT(sizeof(struct flow_unread) == 40, "flow_unread is part of the contract");

/* Reported when a TLS object is first seen. */
struct flow_tls_library {
	struct flow_header h;
	unsigned long long tls_id;
	unsigned int library;         /* the loader's number for the probed file */
	unsigned char origin;         /* enum flow_origin */
	unsigned char reserved[3];
};
FLOW_ASSERT(sizeof(struct flow_tls_library) == 48, "flow_tls_library is part of the contract");

#define FLOW_SECRET_MAX 64
#define FLOW_LABEL_MAX 40
/* A secret that a library derived, reported only to sessions that ask for it. */
struct flow_secret {
	struct flow_header h;
	unsigned long long tls_id;    /* 0: the object is not followed */
	unsigned char origin;         /* enum flow_origin: the library */
	unsigned char length;         /* 1 to FLOW_SECRET_MAX */
	unsigned char random_known;   /* 1: random is the ClientHello's */
	unsigned char reserved;       /* zero */
	unsigned int library;         /* the loader's number for the probed file; 0: unknown */
	char label[FLOW_LABEL_MAX];   /* as in a key log (RFC 9850 section 2); ends with a zero if shorter; empty: unknown */
	unsigned char random[32];
	unsigned char secret[FLOW_SECRET_MAX]; /* zero after length */
};
FLOW_ASSERT(sizeof(struct flow_secret) == 184, "flow_secret is part of the contract");

/* More than any packet: what the kernel cuts later has up to 8 * 65,535 bytes (GSO_MAX_SIZE), and headers. */
#define FLOW_PACKET_MAX 528384u

/* Whose socket a packet's flow is. */
enum flow_packet_end {
	FLOW_PACKET_NONE = 0,         /* flow_id is 0 */
	FLOW_PACKET_SENDER = 1,
	FLOW_PACKET_RECEIVER = 2,
};

/*
 * A packet at an interface, from its link layer on.  In h, time is when the interface had
 * it, and the pid that of the flow.  The space reserved in the ring may be longer than the bytes.
 */
struct flow_packet {
	struct flow_header h;
	unsigned long long cookie;    /* SO_COOKIE of the socket that sends it; 0: unknown */
	unsigned int ifindex;
	unsigned int length;          /* at the interface; several segments may still be one packet */
	unsigned int captured;        /* bytes that follow; <= FLOW_PACKET_MAX */
	unsigned short vlan_protocol; /* EtherType of a VLAN tag that the card took off; 0: none */
	unsigned short vlan_tag;
	unsigned char direction;      /* enum flow_direction, seen from the machine; loopback's are sent */
	unsigned char end;            /* enum flow_packet_end */
	unsigned char reserved[6];
};
FLOW_ASSERT(sizeof(struct flow_packet) == 64, "flow_packet is part of the contract");

/* What has dropped a packet, as far as it is known. */
enum flow_firewall {
	FLOW_FIREWALL_NONE = 0,       /* no firewall, or an unknown one */
	FLOW_FIREWALL_NFTABLES = 1,
	FLOW_FIREWALL_IPTABLES = 2,   /* the tables of iptables-legacy */
	FLOW_FIREWALL_CONNTRACK = 3,  /* connection tracking itself */
};

#define FLOW_HOOK_UNKNOWN 255
#define FLOW_FIREWALL_NAME 64
/*
 * A packet of a flow, dropped.  Of each flow and reason the first eight are reported, then
 * those whose count is a power of two.
 */
struct flow_drop {
	struct flow_header h;         /* pid: the flow's */
	unsigned int reason;          /* enum skb_drop_reason of the running kernel */
	unsigned int count;           /* packets of this flow dropped for this reason so far, with this one */
	unsigned int netns;           /* where it was dropped; 0: unknown */
	unsigned char sent;           /* 1: the flow's program has sent it, 0: it was to receive it */
	unsigned char hook;           /* enum nf_inet_hooks, or FLOW_HOOK_UNKNOWN */
	unsigned char engine;         /* enum flow_firewall */
	unsigned char candidates;     /* chains that may have been it; the names are those of the first. 0: none is known */
	unsigned char table_family;   /* nftables: enum of nf_proto (1 inet, 2 ip, 10 ip6) */
	unsigned char reserved[7];
	char table[FLOW_FIREWALL_NAME]; /* ends with a zero if shorter; empty: unknown */
	char chain[FLOW_FIREWALL_NAME]; /* nftables: the base chain at the hook */
};
FLOW_ASSERT(sizeof(struct flow_drop) == 184, "flow_drop is part of the contract");

/* To the loader: a process has mapped an unknown executable file. */
struct flow_mapping {
	unsigned long long inode;
	unsigned long long address;   /* start of the mapping in the process */
	unsigned int device;          /* kernel's dev_t */
	unsigned int pid;
};
FLOW_ASSERT(sizeof(struct flow_mapping) == 24, "flow_mapping is part of the contract");

#endif
