// SPDX-License-Identifier: GPL-3.0-or-later
// One packet, as a capture file holds it or an interface has it.
#pragma once

#include "app/base/time.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace packets {

// Which header a packet begins with (https://www.tcpdump.org/linktypes.html). Others are counted, not read.
enum class LinkType : uint32_t {
    Null = 0, Ethernet = 1, Ppp = 9, RawOpenBsd = 12, RawBsd = 14, PppHdlc = 50, Raw = 101, Loop = 108, LinuxCooked = 113, Ipv4 = 228, Ipv6 = 229,
    LinuxCooked2 = 276,
};

// Whose socket is at an end of a packet, where the kernel says so.
struct PacketOwner {
    uint32_t pid = 0, tid = 0, uid = 0, netns = 0;
    uint64_t cgroupId = 0;
};
// Seen from the machine that captures; other programs' files do not tell.
enum class PacketWay : uint8_t { Unknown, Inbound, Outbound };

struct Packet {
    base::Time time = 0;                  // 0: the file does not tell
    LinkType linkType = LinkType::Null;
    std::span<const std::byte> bytes;     // as captured, from the link layer on
    uint32_t length = 0;                  // on the wire; at least as many
    PacketWay way = PacketWay::Unknown;
    const PacketOwner *sender = nullptr, *receiver = nullptr;   // null: unknown, or on another machine
};

} // namespace packets
