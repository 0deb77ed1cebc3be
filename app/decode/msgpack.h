// SPDX-License-Identifier: GPL-3.0-or-later
// MessagePack (github.com/msgpack/msgpack, spec.md of 2017) as text. Never recursive, never throws.
#pragma once

#include "app/decode/value_text.h"

namespace decode {

// All values of `bytes`, one after another, each on a line of its own.
ValueText readMessagePack(std::span<const std::byte> bytes, const ValueLimits & = {});

} // namespace decode
