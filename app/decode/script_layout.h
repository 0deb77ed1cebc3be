// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks minified JavaScript into lines: one statement, member or brace per line. Changes only white space between
// tokens; existing line breaks stay, since they may end a statement.
#pragma once

#include <string>
#include <string_view>

namespace decode {

std::string prettyScript(std::string_view script, unsigned indent = 2);

} // namespace decode
