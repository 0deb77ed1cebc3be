// SPDX-License-Identifier: GPL-3.0-or-later
// Compares lists of names and values: headers, query parameters.
#pragma once

#include "app/compare/difference.h"

#include <span>
#include <string>
#include <utility>

namespace compare {

using Field = std::pair<std::string, std::string>;   // name, value

// In the order of the left ones; what only the right has comes last. Values of one name are compared in their order; the
// order of different names is of no importance (RFC 9110 section 5.3). `anyCase`: of names.
Differences compareFields(std::span<const Field> left, std::span<const Field> right, bool anyCase);

} // namespace compare
