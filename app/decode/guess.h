// SPDX-License-Identifier: GPL-3.0-or-later
// Detects formats without a signature by parsing them completely.
#pragma once

#include "app/decode/format.h"

namespace decode {

// MessagePack or CBOR if `body` is exactly one object whose first key is text, else Binary. Looks at no more than a
// megabyte.
Format guessedValues(std::span<const std::byte> body);

} // namespace decode
