// SPDX-License-Identifier: GPL-3.0-or-later
// Under which number a pushed exchange is reported: pushes have numbers of their own (RFC 9114, section 4.6).
#pragma once

#include <cstdint>

namespace protocols::http3 {

inline constexpr uint64_t pushBit = uint64_t(1) << 62;   // streams have smaller ids

inline uint64_t pushKey(uint64_t number) { return pushBit | number; }
inline bool isPush(uint64_t key) { return key & pushBit; }

} // namespace protocols::http3
