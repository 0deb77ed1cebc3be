// SPDX-License-Identifier: GPL-3.0-or-later
// Which connection each packet belongs to, and the processes at its ends: a process may be known from a later packet of the
// connection alone, since an accepted socket belongs to nobody before its program takes it.
#pragma once

#include "app/base/address.h"
#include "app/packets/packet.h"
#include "privhelper/wire/values.h"

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <vector>

namespace packets {

class PacketOwners
{
public:
    struct Place {
        uint32_t connection = 0;   // of TCP, or two ends that speak UDP
        bool fromSecond = false;   // its second end sends
        bool begins = false;       // the first packet of the connection
    };
    static constexpr size_t connectionsMax = size_t(1) << 24;

    // In order of time. None: neither TCP nor UDP, or too many connections.
    std::optional<Place> place(const Packet &);
    // What the capture says of the packet: whose socket `pid` has.
    void note(const Place &, wire::PacketEnd, uint32_t pid);

    struct Pids {
        uint32_t sender = 0, receiver = 0;   // 0: unknown
    };
    Pids of(const Place &) const;

private:
    struct Ends {
        uint8_t protocol = 0;
        std::array<uint8_t, 18> first{}, second{};
        auto operator<=>(const Ends &) const = default;
    };
    struct Live {
        uint32_t connection = 0;
        std::optional<uint32_t> begun;   // the sequence number of its SYN
        base::Time last = 0;
    };
    std::map<Ends, Live> m_live;
    std::vector<std::array<uint32_t, 2>> m_pids;   // by connection; of the first end, and of the second
};

} // namespace packets
