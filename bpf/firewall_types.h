/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * firewall_types.h - kernel structures of packets, hooks and firewalls, as far as
 * firewall.bpf.c reads them; relocated like those of kernel_types.h.  Those of nf_tables,
 * iptables and connection tracking may be in a module that is not there.
 */
#ifndef CLEARTAP_FIREWALL_TYPES_H
#define CLEARTAP_FIREWALL_TYPES_H

#include "bpf/kernel_types.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct net_device {
	possible_net_t nd_net;
};

struct sk_buff {
	struct sock *sk;
	struct net_device *dev;
	unsigned char *head;
	u16 network_header;
	unsigned long _nfct;
};

struct nf_hook_entry {
	void *hook;
	void *priv;
};

struct nf_hook_entries {
	u16 num_hook_entries;
	struct nf_hook_entry hooks[1];
};

struct netns_nf {
	struct nf_hook_entries *hooks_ipv4[5];
	struct nf_hook_entries *hooks_ipv6[5];
};

struct net___hooks {
	struct netns_nf nf;
};

struct nft_table {
	u16 family : 6;
	char *name;
};

struct nft_chain {
	struct nft_table *table;
	char *name;
};

struct xt_table_info {
	unsigned int number;          /* rules: with those that are the policies */
	unsigned int initial_entries; /* of a table without a rule */
	unsigned int underflow[5];    /* by hook: where the policy's rule is */
	unsigned char entries[1];
};

struct xt_table {
	struct xt_table_info *private;
	unsigned char af;
	char name[32];
};

union nf_inet_addr {
	__be32 ip;
	struct in6_addr in6;
};

union nf_conntrack_man_proto {
	__be16 all;
};

struct nf_conntrack_man {
	union nf_inet_addr u3;
	union nf_conntrack_man_proto u;
	u16 l3num;
};

struct nf_conntrack_tuple {
	struct nf_conntrack_man src;
	struct {
		union nf_inet_addr u3;
		union {
			__be16 all;
		} u;
	} dst;
};

struct nf_conntrack_tuple_hash {
	struct nf_conntrack_tuple tuple;
};

struct nf_conn {
	struct nf_conntrack_tuple_hash tuplehash[2]; /* original, reply */
};

#pragma clang attribute pop

/* The low bits of _nfct, include/net/netfilter/nf_conntrack.h. */
#define NFCT_INFO_MASK 7ul
#define IP_CT_IS_REPLY 3

/* include/uapi/linux/netfilter_ipv4/ip_tables.h, netfilter_ipv6/ip6_tables.h and x_tables.h: in a rule, and in its target */
#define IPT_TARGET_OFFSET 88
#define IP6T_TARGET_OFFSET 140
#define XT_VERDICT 32
#define XT_ACCEPT -2

#define NF_INET_PRE_ROUTING 0
#define NF_INET_LOCAL_IN 1
#define NF_INET_FORWARD 2
#define NF_INET_LOCAL_OUT 3
#define NF_INET_POST_ROUTING 4

#endif
