// SPDX-License-Identifier: GPL-3.0-or-later
// Puts IP packets together that were sent in fragments (RFC 791, section 3.2; RFC 8200, section 4.5).
#pragma once

#include "app/base/time.h"
#include "app/packets/ip_packet.h"

#include <array>
#include <list>
#include <map>
#include <vector>

namespace packets {

class IpFragments
{
public:
    struct Limits {
        size_t packets = 1024;                       // in progress; beyond them the oldest goes
        base::Duration within = 30'000'000'000;      // as in Linux
    };

    IpFragments() = default;
    explicit IpFragments(const Limits &limits)
        : m_limits(limits)
    {
    }

    // The payload of the whole packet, if this fragment completes it; valid until the next call.
    std::optional<std::span<const std::byte>> add(const IpPacket &, base::Time);
    // Nothing more will come.
    void finish();
    // Packets that were given up: fragments are missing, contradict each other, or were cut.
    uint64_t incomplete() const { return m_incomplete; }
    size_t size() const { return m_packets.size(); }

private:
    using Key = std::array<uint8_t, 38>;
    struct Whole {
        std::map<uint32_t, std::vector<std::byte>> pieces;   // by offset; they never overlap
        std::optional<size_t> length;                        // known from the last one
        size_t have = 0;
        base::Time begun = 0;
        std::list<Key>::iterator age;
    };
    using Packets = std::map<Key, Whole>;
    static Key keyOf(const IpPacket &);
    // False: it contradicts the others.
    static bool put(Whole &, const IpPacket &);
    void giveUp(Packets::iterator);

    Limits m_limits;
    Packets m_packets;
    std::list<Key> m_ages;   // oldest first
    std::vector<std::byte> m_done;
    uint64_t m_incomplete = 0;
};

} // namespace packets
