// SPDX-License-Identifier: GPL-3.0-or-later
// Escapes of JSON texts (RFC 8259 section 7).
#pragma once

#include <string>
#include <string_view>

namespace masking {

// Quotes, backslashes and control characters.
std::string jsonEscaped(std::string_view text);
// Escapes everything beyond ASCII as "\u00e4", as many programs do. Invalid UTF-8 stays unchanged.
std::string asciiEscaped(std::string_view utf8);

} // namespace masking
