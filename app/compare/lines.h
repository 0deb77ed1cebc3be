// SPDX-License-Identifier: GPL-3.0-or-later
// Compares texts line by line.
#pragma once

#include "app/compare/difference.h"

#include <string_view>

namespace compare {

// Equal lines further than three from any difference are one row (Kind::Skipped).
Differences compareLines(std::string_view left, std::string_view right);

} // namespace compare
