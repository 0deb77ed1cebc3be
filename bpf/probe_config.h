/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * probe_config.h - what the loader tells the probes of one session, and the values of the
 * maps that both access.  Plain C types, as in flow_event.h.
 */
#ifndef CLEARTAP_PROBE_CONFIG_H
#define CLEARTAP_PROBE_CONFIG_H

#include "bpf/flow_event.h"

#define PROBE_SUBJECTS_MAX 32768u
#define PROBE_FLOWS_MAX 32768u
#define PROBE_SECRET_READERS_MAX 4096u
#define PROBE_QUIC_SPEAKERS_MAX 4096u
#define PROBE_DATAGRAMS_MAX 8192u
#define PROBE_PENDING_MAX 16384u
#define PROBE_OBJECTS_MAX 16384u
#define PROBE_THREADS_MAX 16384u
#define PROBE_CIPHERTEXTS_MAX 4096u
#define PROBE_DESCRIPTORS_MAX 8192u
#define PROBE_LISTENERS_MAX 4096u
#define PROBE_FILES_MAX 8192u
#define PROBE_NOTICE_BYTES (256u * 1024u)
#define PROBE_SMALL_RING (16u * 1024u * 1024u) /* bytes: a ring of this size wakes who reads it */
#define PROBE_CIPHERTEXT_MAX 4096u /* bytes sent per direction of a socket that carries TLS */
#define PROBE_SAMPLE_NS 20000000u  /* minimum time between two samples of a socket's TCP figures */
#define PROBE_SAME_MAX 4096u        /* sending ends of TCP connections */

#define PROBE_DATAGRAMS_NS 60000000000ull /* a UDP flow silent for this long is over */

enum probe_mode {
	PROBE_MODE_UID = 1,
	PROBE_MODE_PIDS = 2,
	PROBE_MODE_CGROUP = 3,
	PROBE_MODE_EXE = 4,
	PROBE_MODE_ALL = 5,
};

struct probe_config {
	unsigned int mode;            /* enum probe_mode */
	unsigned int uid;             /* PROBE_MODE_UID */
	unsigned int caller_uid;      /* the client: for ptrace_rule */
	unsigned int caller_gid;
	unsigned long long cgroup_id; /* PROBE_MODE_CGROUP */
	unsigned long long exe_inode; /* PROBE_MODE_EXE */
	unsigned int exe_device;
	unsigned int call_limit;      /* payload bytes per call; <= FLOW_CALL_MAX */
	unsigned char ptrace_rule;    /* 1: only what the client could ptrace */
	unsigned char follow_children;
	unsigned char kernel_reads;   /* 1: bpf_probe_read_kernel is allowed */
	unsigned char secrets;        /* enum probe_secrets */
	unsigned int tick_us;         /* the kernel's, the unit of a socket's wait times */
	unsigned char standard;       /* 1: JSON-RPC on the standard input and output of the subjects too */
	unsigned char reserved[3];
	unsigned int packet_snap;     /* bytes captured of each packet, from 1 to FLOW_PACKET_MAX */
};
FLOW_ASSERT(sizeof(struct probe_config) == 56, "probe_config is shared with the loader");

/* Whether TLS is read by the secrets of its handshakes, so that ciphertext is sent in full. */
enum probe_secrets {
	PROBE_SECRETS_NEVER = 0,
	PROBE_SECRETS_LISTED = 1, /* that of the processes in "secret_readers" */
	PROBE_SECRETS_ALWAYS = 2,
};

enum subject_verdict {
	SUBJECT_NO = 0,
	SUBJECT_YES = 1,           /* in scope; what the client may trace of it is decided at each call */
	SUBJECT_EXCLUDED = 2,      /* never; its children are judged separately */
	SUBJECT_EXCLUDED_TREE = 3, /* never, nor its children */
};

/* Value of "subjects"; key: thread group id in the initial pid namespace. */
struct subject {
	unsigned long long start_ns; /* CLOCK_BOOTTIME; 0: unknown */
	unsigned long long programs; /* number it has run: its self_exec_id; with start_ns the objects' generation */
	unsigned int uid;            /* when it was judged */
	unsigned char verdict;       /* enum subject_verdict */
	unsigned char chosen;        /* PROBE_MODE_PIDS: named by the client, or a child of such a process */
	unsigned char judged;        /* 0: chosen by the loader, not judged yet */
	unsigned char seen;          /* a record of it was sent, so its end is reported too */
};
FLOW_ASSERT(sizeof(struct subject) == 24, "subject is shared with the loader");

/* Key and values of "files". */
struct file_key {
	unsigned long long inode;
	unsigned int device;
	unsigned int reserved;
};
FLOW_ASSERT(sizeof(struct file_key) == 16, "file_key is shared with the loader");

enum file_state {
	FILE_TOLD = 1,     /* a notice is on its way, or the loader knows the file and ignores it */
	FILE_ATTACHED = 2, /* probes are attached: each process that maps it is reported */
	FILE_SECRETS = 3,  /* the same, and the process's TLS is read by secrets */
};

#endif
