// SPDX-License-Identifier: GPL-3.0-or-later
// The charset of a body, determined as browsers do: byte order mark, then the header, then the text itself.
#pragma once

#include "app/decode/format.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace decode {

// "utf-16le" or "utf-16be" if the bytes can be nothing else: by their byte order mark, or because every other byte is
// zero. Otherwise empty.
std::string_view sniffedCharset(std::span<const std::byte> first);
// The label in the text: <meta charset> and <meta http-equiv> of HTML (WHATWG HTML, section 13.2.3.2, "prescan"), the
// XML declaration (XML 1.0, section 4.3.3), CSS's @charset (CSS Syntax, section 3.2). Empty if none is known.
std::string_view charsetWithin(Format, std::span<const std::byte> first);
// The encoding's name; `first` is the body's first KiB, `declared` the label in Content-Type. Empty if unknown.
std::string_view bodyCharset(std::span<const std::byte> first, std::string_view declared, Format);
// All at once. If the charset is unknown: UTF-8 if that is well formed, else windows-1252.
std::string toUtf8(std::span<const std::byte>, std::string_view declared = {}, Format = Format::Text);

} // namespace decode
