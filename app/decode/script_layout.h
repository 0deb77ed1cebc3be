// SPDX-License-Identifier: GPL-3.0-or-later
// Lays minified JavaScript out on lines: one statement, member or brace a line. Changes white space
// between tokens and nothing else; a line break that is there stays one, since it may end a statement.
#pragma once

#include <string>
#include <string_view>

namespace decode {

std::string prettyScript(std::string_view script, unsigned indent = 2);

} // namespace decode
