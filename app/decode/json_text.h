// SPDX-License-Identifier: GPL-3.0-or-later
// Writes strings and numbers as JSON (RFC 8259), for all folders.
#pragma once

#include <string>
#include <string_view>

namespace decode {

// The contents of a JSON string, without the quotes. `utf8` must be well formed; either end may split a character.
void appendEscaped(std::string_view utf8, std::string &out);
// With the quotes; invalid UTF-8 becomes U+FFFD.
void appendQuoted(std::string_view, std::string &out);
// Both with the text `\xNN` for each byte that is not valid UTF-8, as database clients print it.
void appendEscapedBytes(std::string_view, std::string &out);
void appendQuotedBytes(std::string_view, std::string &out);
// The decimal form that parses back to the same number.
std::string realText(double);
std::string realText(float);
// RFC 8259, section 6: such a text needs no quotes.
bool isJsonNumber(std::string_view);

} // namespace decode
