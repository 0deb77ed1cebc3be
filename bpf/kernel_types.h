/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kernel_types.h - the fields of kernel structures that the probes read, and no others.
 * libbpf relocates each access to the field's offset in the running kernel (CO-RE), so
 * neither order nor completeness matters here.
 */
#ifndef CLEARTAP_KERNEL_TYPES_H
#define CLEARTAP_KERNEL_TYPES_H

#include <linux/bpf.h>
#include <linux/types.h>
#include <stdbool.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

/* Registers at a probe: the layout is fixed by the ABI, so there is no relocation. */
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8;
	unsigned long ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	u32 val;
} kuid_t;

typedef struct {
	u32 val;
} kgid_t;

struct qstr {
	u32 len;
	const unsigned char *name;
};

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
};

struct vfsmount {
	struct dentry *mnt_root;
};

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

struct super_block {
	u32 s_dev;
};

struct inode {
	u16 i_mode;
	unsigned long i_ino;
	struct super_block *i_sb;
};

struct file {
	struct path f_path;
	struct inode *f_inode;
	void *private_data;
};

struct timespec64 {
	s64 tv_sec;
};

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
};

struct files_struct {
	struct fdtable *fdt;
};

struct user_namespace {
	struct user_namespace *parent;
	int level;
	kuid_t owner;
};

struct cred {
	kuid_t uid, suid, euid;
	kgid_t gid, sgid, egid;
	struct user_namespace *user_ns;
};

/* Two numbers until 6.2, then one. */
struct cred___pair {
	struct {
		u32 cap[2];
	} cap_permitted;
};

struct cred___one {
	struct {
		u64 val;
	} cap_permitted;
};

struct mm_struct {
	unsigned long start_code, arg_start, arg_end;
	struct file *exe_file;
};

/* A number until 6.17, then a bitmap in a structure. */
struct mm_struct___number {
	unsigned long flags;
};

typedef struct {
	unsigned long __mm_flags[1];
} mm_flags_t;

struct mm_struct___bitmap {
	mm_flags_t flags;
};

struct thread_info {
	u32 status;
};

struct signal_struct {
	atomic_t live;
};

struct kernfs_node {
	u64 id;
};

struct cgroup {
	struct kernfs_node *kn;
};

struct css_set {
	struct cgroup *dfl_cgrp;
};

struct task_struct {
	struct thread_info thread_info;
	struct mm_struct *mm;
	struct files_struct *files;
	struct task_struct *group_leader;
	struct task_struct *real_parent;
	struct signal_struct *signal;
	const struct cred *real_cred;
	const struct cred *cred;
	struct css_set *cgroups;
	u64 start_boottime;
	u64 self_exec_id;
	int pid;
	int tgid;
	int exit_code;
	char comm[16];
};

struct linux_binprm {
	unsigned long exec;
};

struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

struct in6_addr {
	union {
		u8 u6_addr8[16];
	} in6_u;
};

struct sock_common {
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	u16 skc_num;
	unsigned short skc_family;
	volatile unsigned char skc_state;
	possible_net_t skc_net;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
};

struct sk_buff_head {
	u32 qlen;
};

struct socket;

struct sock {
	struct sock_common __sk_common;
	struct socket *sk_socket;
	struct sk_buff_head sk_receive_queue;
	int sk_err;
	kuid_t sk_uid;
	u16 sk_protocol;
	u8 sk_shutdown;
};

struct inet_sock {
	struct sock sk;
	__be16 inet_sport;
};

struct udp_sock {
	u16 gso_size;
};

struct tcp_ulp_ops {
	char name[16];
};

struct inet_connection_sock {
	struct inet_sock icsk_inet;
	const struct tcp_ulp_ops *icsk_ulp_ops;
};

struct minmax_sample {
	u32 t, v;
};

struct minmax {
	struct minmax_sample s[3];
};

struct tcp_sock {
	struct inet_connection_sock inet_conn;
	u32 copied_seq, write_seq, rcv_nxt;
	u32 srtt_us, mdev_us, rttvar_us, snd_cwnd, snd_ssthresh, total_retrans, lost_out, reord_seen;
	u32 rate_delivered, rate_interval_us, mss_cache;
	u32 segs_out, segs_in, rcv_wnd, snd_wnd;
	u32 rcv_ooopack;
	u32 chrono_start, chrono_stat[3];
	u8 chrono_type : 2;
	u8 is_mptcp : 1;
	u64 bytes_sent, bytes_received;
	struct minmax rtt_min;
};

struct mptcp_sock {
	struct inet_connection_sock sk;
	struct sock *first;
};

struct socket {
	short type;
	struct file *file;
	struct sock *sk;
};

struct unix_sock {
	struct sock *peer;
};

struct io_kiocb {
	struct file *file;
	u8 opcode;
};

struct io_uring_cqe {
	s32 res;
};

#pragma clang attribute pop

#define S_IFMT 00170000
#define S_IFSOCK 0140000
#define S_IFIFO 0010000
#define S_IFREG 0100000
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_VSOCK 40
#define AF_SMC 43
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_SCTP 132
#define IPPROTO_SMC 256
#define IPPROTO_MPTCP 262
#define SOCK_STREAM 1
#define SOCK_SEQPACKET 5
#define RCV_SHUTDOWN 1
#define TS_COMPAT 0x0002 /* arch/x86/include/asm/thread_info.h: a 32-bit call is in progress */
#define PROT_EXEC 4
#define MAP_ANONYMOUS 0x20
#define MSG_PEEK 0x02
#define MSG_TRUNC 0x20
#define MSG_ERRQUEUE 0x2000

/* What a connection is waiting for, as counted by include/linux/tcp.h. */
#define TCP_CHRONO_RWND_LIMITED 2

enum tcp_state {
	TCP_ESTABLISHED = 1,
	TCP_SYN_SENT = 2,
	TCP_SYN_RECV = 3,
	TCP_CLOSE = 7,
	TCP_LISTEN = 10,
	TCP_NEW_SYN_RECV = 12,
};

/* What exec and the caller of a message system call see: fixed by the ABI. */
struct user_iovec {
	u64 base;
	u64 length;
};

struct user_message {
	u64 name;
	u32 name_length, pad;
	u64 iov;
	u64 iov_count;
	u64 control;
	u64 control_length;
	u32 flags, pad2;
};

struct user_mmessage {
	struct user_message message;
	u32 length, pad;
};

#endif
