// SPDX-License-Identifier: GPL-3.0-or-later
// How everything here writes a string or a number as JSON (RFC 8259).
#pragma once

#include <string>
#include <string_view>

namespace decode {

// The contents of a JSON string, without the quotes. `utf8` must be well formed; a character may be cut at either end.
void appendEscaped(std::string_view utf8, std::string &out);
// With the quotes; what is not UTF-8 becomes U+FFFD.
void appendQuoted(std::string_view, std::string &out);
// Both with the text `\xNN` for each byte that is no part of UTF-8, as database clients write it.
void appendEscapedBytes(std::string_view, std::string &out);
void appendQuotedBytes(std::string_view, std::string &out);
// The decimal form that reads back as the same number.
std::string realText(double);
std::string realText(float);
// RFC 8259, section 6: such a text may stand bare.
bool isJsonNumber(std::string_view);

} // namespace decode
