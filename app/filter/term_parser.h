// SPDX-License-Identifier: GPL-3.0-or-later
// One term of a filter: a word, or a field, a relation and a value.
#pragma once

#include "app/filter/filter.h"
#include "app/filter/node.h"

#include <expected>
#include <string_view>

namespace filter {

// Reads the term that begins at `at` (neither white space nor a parenthesis) and moves `at` behind it.
std::expected<Term, CompileError> parseTerm(std::string_view text, size_t &at);
// Roughly the time that it takes a row, in ns.
unsigned termCost(const Term &);

} // namespace filter
