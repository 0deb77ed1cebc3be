// SPDX-License-Identifier: GPL-3.0-or-later
// Why the kernel drops packets, by its own names for that: their numbers change from version to version.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace loader {

enum class DropKind : uint8_t {
    Ignored,  // nothing is lost by it, or it says nothing: packets of a closed socket, "not specified"
    Told,
    Firewall, // a function at one of netfilter's hooks
};

struct DropReason {
    uint32_t number = 0;
    DropKind kind = DropKind::Told;
    std::string name; // "NETFILTER_DROP"
};

// Those in enum skb_drop_reason of the running kernel's type information; none before 5.17, whose tracepoint gives no reason.
std::vector<DropReason> dropReasons();

// What to do about a reason, by its name in the kernel.
DropKind dropKindOf(const std::string &name);

} // namespace loader
