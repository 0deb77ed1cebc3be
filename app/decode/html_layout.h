// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out minified HTML: block elements get their own lines; inline content, and the contents of `pre`, `textarea`
// and comments, stay unchanged. Scripts and styles are laid out too.
#pragma once

#include <string>
#include <string_view>

namespace decode {

std::string prettyHtml(std::string_view html, unsigned indent = 2);
// Lines too long to be written by hand: in CSS, JavaScript, HTML.
bool looksMinified(std::string_view text);

} // namespace decode
