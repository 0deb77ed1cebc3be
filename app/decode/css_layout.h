// SPDX-License-Identifier: GPL-3.0-or-later
// Lays minified CSS out on lines (CSS Syntax 3). Changes white space between tokens and nothing else.
#pragma once

#include <string>
#include <string_view>

namespace decode {

std::string prettyCss(std::string_view css, unsigned indent = 2);

} // namespace decode
