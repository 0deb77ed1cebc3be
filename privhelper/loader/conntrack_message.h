// SPDX-License-Identifier: GPL-3.0-or-later
// A message of the kernel about a connection that it tracks (linux/netfilter/nfnetlink_conntrack.h).
#pragma once

#include "privhelper/wire/messages.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

struct nlmsghdr;

namespace loader {

// A TCP connection whose addresses or ports are translated.
struct Translated {
    uint8_t family = 0; // AF_INET or AF_INET6
    wire::Tuple original, reply;
};

// None: it is about something else, or nothing of it is translated.
std::optional<Translated> translatedIn(const nlmsghdr &message);

// The request for all connections of a network namespace.
std::span<const std::byte> conntrackDumpRequest();

} // namespace loader
