// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks minified CSS into lines (CSS Syntax 3). Changes only white space between tokens.
#pragma once

#include <string>
#include <string_view>

namespace decode {

std::string prettyCss(std::string_view css, unsigned indent = 2);

} // namespace decode
