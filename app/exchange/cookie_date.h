// SPDX-License-Identifier: GPL-3.0-or-later
// Cookie dates, in every form that browsers accept.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace exchange {

// Seconds since 1970 UTC, even beyond the range of base::Time (RFC 6265, section 5.1.1). nullopt: not a date.
std::optional<int64_t> cookieDate(std::string_view);

} // namespace exchange
