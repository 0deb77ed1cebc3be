// SPDX-License-Identifier: GPL-3.0-or-later
// What a firewall did to a connection: packets that were dropped, and addresses that were translated.
#pragma once

#include "app/base/address.h"
#include "app/base/time.h"

#include <cstdint>
#include <string>
#include <vector>

namespace exchange {

struct Connection;

// Packets of a connection that this machine's kernel has dropped, for one reason at one place.
struct Drops {
    base::Time first = 0, last = 0;
    uint64_t count = 0;
    bool sent = false;                  // by the connection's program; else they were to reach it
    std::string reason;                 // the kernel's name: "NETFILTER_DROP"; "number 12" if it has none
    bool byFirewall = false;
    std::string firewall;               // "nftables", "iptables", "connection tracking"; empty: none, or unknown
    std::string hook;                   // "input"; empty: unknown
    std::string family, table, chain;   // of the chain that dropped them, nftables: "inet"; empty: unknown
    unsigned candidates = 0;            // chains that may have dropped them, named is the first; 0: unknown
    uint32_t netns = 0;                 // where; 0: unknown
};

// Addresses of a connection where it passes network address translation: of its packets, and of those that answer them.
struct Translation {
    uint32_t netns = 0;                 // where; 0: unknown
    base::Endpoint from, to;
    base::Endpoint answerFrom, answerTo;
    bool operator==(const Translation &) const = default;
};

// "chain incoming of table inet fw", "chain INPUT of table filter", "one of 3 chains at input"; empty: nothing is known.
std::string chainText(const Drops &);
// "the firewall (nftables: chain incoming of table inet fw, at input)"; for other reasons the kernel's name.
std::string dropperText(const Drops &);
// The latest drops by a firewall; null: none.
const Drops *firewallDrops(const Connection &);

} // namespace exchange
