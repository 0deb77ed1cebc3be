// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the IP packet in a link layer's frame.
#pragma once

#include "app/packets/packet.h"

#include <optional>

namespace packets {

// Whether frames of this type can be read.
bool isKnown(LinkType);
// Where the IP packet begins in the frame; none: it carries something else, or is cut before that. Ethernet with VLAN tags
// (802.1Q, 802.1ad), PPPoE or MPLS, 802.2 SNAP, Linux's cooked captures, PPP, BSD's loopback, bare IP.
std::optional<size_t> ipBeginsAt(LinkType, std::span<const std::byte> frame);

} // namespace packets
