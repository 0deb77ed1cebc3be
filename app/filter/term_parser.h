// SPDX-License-Identifier: GPL-3.0-or-later
// Parses one term of a filter: a word, or a field, a relation and a value.
#pragma once

#include "app/filter/filter.h"
#include "app/filter/node.h"

#include <expected>
#include <string_view>

namespace filter {

// Parses the term that begins at `at` (neither white space nor a parenthesis) and moves `at` past it.
std::expected<Term, CompileError> parseTerm(std::string_view text, size_t &at);
// Rough cost per row, in ns.
unsigned termCost(const Term &);

} // namespace filter
