// SPDX-License-Identifier: GPL-3.0-or-later
// The dates of cookies, in every form that browsers take.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace exchange {

// Seconds since 1970 UTC, also beyond what base::Time can hold (RFC 6265, section 5.1.1). Nothing: no date.
std::optional<int64_t> cookieDate(std::string_view);

} // namespace exchange
