// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the text of an SQL statement.
#pragma once

#include <string>
#include <string_view>

namespace protocols {

// The first keyword in upper case ("SELECT"), after white space, comments and parentheses; empty if there is none.
std::string sqlVerb(std::string_view statement);

// No control characters but white space.
bool isText(std::string_view);

// Whether this is the beginning of a long statement: a common keyword, then nothing but text, for 256 bytes. What
// follows those never changes the answer.
bool isLongStatement(std::string_view text);

} // namespace protocols
