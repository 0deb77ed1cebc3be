// SPDX-License-Identifier: GPL-3.0-or-later
// MessagePack (github.com/msgpack/msgpack, spec.md of 2017) as text. Never recursive, never throws.
#pragma once

#include "app/decode/value_text.h"

namespace decode {

// All values in `bytes`, each on its own line.
ValueText readMessagePack(std::span<const std::byte> bytes, const ValueLimits & = {});

} // namespace decode
