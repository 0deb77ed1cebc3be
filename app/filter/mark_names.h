// SPDX-License-Identifier: GPL-3.0-or-later
// The colours a user marks exchanges with, as mark: names them; in the order of their keys, 1 to 6.
#pragma once

#include <array>
#include <string_view>

namespace filter {

inline constexpr std::array<std::string_view, 6> markNames{"red", "orange", "yellow", "green", "blue", "violet"};
inline constexpr std::string_view anyMark = "any";

} // namespace filter
