// SPDX-License-Identifier: GPL-3.0-or-later
// Lays minified HTML out: elements that stand for blocks get lines of their own; what flows in a
// line, and what `pre`, `textarea` and comments hold, stays as it is. Scripts and styles are laid out too.
#pragma once

#include <string>
#include <string_view>

namespace decode {

std::string prettyHtml(std::string_view html, unsigned indent = 2);
// Lines so long that nobody wrote them by hand: of CSS, JavaScript, HTML.
bool looksMinified(std::string_view text);

} // namespace decode
