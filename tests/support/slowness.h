// SPDX-License-Identifier: GPL-3.0-or-later
// How many times longer than optimised code on a quiet machine a test may take: time limits are multiplied by it. They
// detect quadratic growth; speed is measured by the benches.
#pragma once

namespace support {

#if defined(CLEARTAP_SANITIZERS)
inline constexpr int slowness = 30;
#else
inline constexpr int slowness = 3;
#endif

} // namespace support
