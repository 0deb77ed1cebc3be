// SPDX-License-Identifier: GPL-3.0-or-later
// What a statement does, by its first word.
#pragma once

#include <string>
#include <string_view>

namespace protocols {

// The first keyword in upper case ("SELECT"), behind white space, comments and parentheses; empty: there is none.
std::string sqlVerb(std::string_view statement);

} // namespace protocols
