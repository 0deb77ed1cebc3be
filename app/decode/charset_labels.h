// SPDX-License-Identifier: GPL-3.0-or-later
// Which encoding a label means to browsers: "gb2312" is GBK, "iso-8859-1" is windows-1252.
#pragma once

#include <span>
#include <string_view>

namespace decode {

struct Encoding {
    std::string_view name;     // as in WHATWG Encoding, lower case
    std::string_view iconv;    // iconv's name for it, NUL-terminated; empty if decoded here
    std::string_view labels;   // separated by blanks
};

// A label as in Content-Type or <meta charset>, ignoring case and surrounding blanks. Null if unknown to browsers.
const Encoding *encodingOf(std::string_view label);
std::span<const Encoding> encodings();

} // namespace decode
