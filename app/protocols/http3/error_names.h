// SPDX-License-Identifier: GPL-3.0-or-later
// The error codes of HTTP/3 and QPACK (RFC 9114, section 8.1; RFC 9204, section 6), and of QUIC (RFC 9000, section 20.1).
#pragma once

#include <cstdint>
#include <string>

namespace protocols::http3 {

inline constexpr uint64_t noError = 0x100;

// "H3_REQUEST_CANCELLED", or "code 0x1f".
std::string errorName(uint64_t code);
std::string transportErrorName(uint64_t code);

} // namespace protocols::http3
