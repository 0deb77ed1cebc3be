// SPDX-License-Identifier: GPL-3.0-or-later
// The characters for the bytes 0x80 to 0xff in single-byte charsets (WHATWG Encoding, section 9).
#pragma once

#include "app/decode/charset_labels.h"

#include <array>

namespace decode {

// 0: no character. Null if the encoding is not a single-byte one.
const std::array<char16_t, 128> *singleByteTable(const Encoding &);

} // namespace decode
