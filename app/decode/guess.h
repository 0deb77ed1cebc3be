// SPDX-License-Identifier: GPL-3.0-or-later
// Formats that have no mark of their own, found by reading them whole.
#pragma once

#include "app/decode/format.h"

namespace decode {

// MessagePack or CBOR where `body` is exactly one object with a text as its first key, else Binary.
// At most a megabyte is looked at.
Format guessedValues(std::span<const std::byte> body);

} // namespace decode
