// SPDX-License-Identifier: GPL-3.0-or-later
// CBOR (RFC 8949) and CBOR sequences (RFC 8742) as text. Never recursive, never throws. Tags become comments; dates,
// bignums and UUIDs are decoded.
#pragma once

#include "app/decode/value_text.h"

namespace decode {

ValueText readCbor(std::span<const std::byte> bytes, const ValueLimits & = {});

} // namespace decode
