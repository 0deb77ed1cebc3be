// SPDX-License-Identifier: GPL-3.0-or-later
// What is read from the text of an SQL statement.
#pragma once

#include "app/protocols/protocol_info.h"

#include <string>
#include <string_view>
#include <vector>

namespace protocols {

// The first keyword in upper case ("SELECT"), behind white space, comments and parentheses; empty: there is none.
std::string sqlVerb(std::string_view statement);

// A statement begins like this, to which nothing but more text can be added: a usual keyword, then only text, some
// hundred bytes of it.
bool isLongStatement(std::string_view text);

// The text literals that are given to a name: PASSWORD 'x', token = 'x'. One after IDENTIFIED BY is a secret.
std::vector<NamedValue> sqlValues(std::string_view statement);

} // namespace protocols
