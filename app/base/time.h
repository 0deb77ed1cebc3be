// SPDX-License-Identifier: GPL-3.0-or-later
// Points in time and durations, both in nanoseconds.
#pragma once

#include <cstdint>

namespace base {

// Nanoseconds since 1970-01-01 UTC; 0: unknown.
using Time = int64_t;
// Nanoseconds; -1: unknown.
using Duration = int64_t;
inline constexpr Duration unknownDuration = -1;

} // namespace base
