// SPDX-License-Identifier: GPL-3.0-or-later
// Causes of loss in captures that were read from packets. In Losses their place is Kernel, their numbers begin at packetLossBase.
#pragma once

#include <cstdint>

namespace wire {

enum class PacketLoss : uint8_t { LinkType = 0, Malformed = 1, Fragments = 2, Segments = 3, Stray = 4, Dropped = 5, Flows = 6, Cut = 7, Protocol = 8 };
inline constexpr uint8_t packetLossBase = 32, packetLossCount = 9;

// A helper's own: connections whose translated addresses it was told too fast, or did not keep.
inline constexpr uint8_t translationsLost = 48;

} // namespace wire
