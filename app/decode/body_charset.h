// SPDX-License-Identifier: GPL-3.0-or-later
// Which charset a body is in, as browsers find out: a byte order mark, then what the head declares, then what the text says of itself.
#pragma once

#include "app/decode/format.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace decode {

// "utf-16le" or "utf-16be" of bytes that can be nothing else: by their mark, or since every other
// byte is zero. Else empty.
std::string_view sniffedCharset(std::span<const std::byte> first);
// The label within the text: <meta charset> and <meta http-equiv> of HTML (WHATWG HTML, section 13.2.3.2, "prescan"), the
// declaration of XML (XML 1.0, section 4.3.3), @charset of CSS (CSS Syntax, section 3.2). Empty: none that is known.
std::string_view charsetWithin(Format, std::span<const std::byte> first);
// The name of the encoding; `first` is the body's first KiB, `declared` the label in Content-Type. Empty: nothing tells.
std::string_view bodyCharset(std::span<const std::byte> first, std::string_view declared, Format);
// All at once. Where nothing tells the charset it is UTF-8 if that is well formed, else windows-1252.
std::string toUtf8(std::span<const std::byte>, std::string_view declared = {}, Format = Format::Text);

} // namespace decode
