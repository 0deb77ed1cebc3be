// SPDX-License-Identifier: GPL-3.0-or-later
// What the bytes 0x80 to 0xff of single-byte charsets stand for (WHATWG Encoding, section 9).
#pragma once

#include "app/decode/charset_labels.h"

#include <array>

namespace decode {

// 0: no character. Null where the encoding is no single-byte one.
const std::array<char16_t, 128> *singleByteTable(const Encoding &);

} // namespace decode
