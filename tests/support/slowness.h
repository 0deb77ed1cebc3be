// SPDX-License-Identifier: GPL-3.0-or-later
// How many times as long as optimised code a test may take: limits of time are multiplied by it.
#pragma once

namespace support {

#if defined(CLEARTAP_SANITIZERS)
inline constexpr int slowness = 10;
#else
inline constexpr int slowness = 1;
#endif

} // namespace support
