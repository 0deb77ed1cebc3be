// SPDX-License-Identifier: GPL-3.0-or-later
// Compares JSON documents value by value: white space and the order of keys are of no importance, elements of arrays are
// aligned.
#pragma once

#include "app/compare/difference.h"

#include <optional>
#include <string_view>

namespace compare {

// Rows are the values that differ, named by their path ("orders[2].total"; the left one's index). nullopt: one of them is
// not a single well-formed document (RFC 8259), or there is too much of it.
std::optional<Differences> compareJson(std::string_view left, std::string_view right);

} // namespace compare
