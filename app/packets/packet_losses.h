// SPDX-License-Identifier: GPL-3.0-or-later
// What packets did not give, by cause, since the start.
#pragma once

#include "privhelper/wire/messages.h"
#include "privhelper/wire/packet_loss.h"

#include <array>
#include <cstddef>

namespace packets {

class PacketLosses
{
public:
    void add(wire::PacketLoss cause, uint64_t events, uint64_t bytes)
    {
        m_counts[size_t(cause)].events += events;
        m_counts[size_t(cause)].bytes += bytes;
    }
    // Those that there were.
    wire::Losses message(int64_t time) const
    {
        wire::Losses losses{time, {}};
        for (size_t cause = 0; cause < m_counts.size(); ++cause)
            if (m_counts[cause].events)
                losses.counts.push_back({wire::LossPlace::Kernel, uint8_t(wire::packetLossBase + cause), m_counts[cause].events, m_counts[cause].bytes});
        return losses;
    }

private:
    struct Count {
        uint64_t events = 0, bytes = 0;
    };
    std::array<Count, wire::packetLossCount> m_counts{};
};

} // namespace packets
