// SPDX-License-Identifier: GPL-3.0-or-later
// Takes off what a body is wrapped in without saying so in its head: gzip, zstd, Base64.
#pragma once

#include "app/decode/coding.h"
#include "app/decode/format.h"

#include <cstddef>
#include <span>
#include <vector>

namespace decode {

enum class Layer : uint8_t { Gzip, Zstd, Base64 };

struct Unwrapped {
    std::vector<std::byte> bytes;    // of the innermost layer; empty when nothing was taken off
    std::vector<Layer> layers;       // outermost first
    Format format = Format::Empty;   // of `bytes`
    bool whole = true;               // false: broken or cut inside a layer
};

// `format` is what the body was taken for. At most three layers, and `outputMax` bytes; a layer is
// only taken off where something that is known is under it.
Unwrapped unwrap(std::span<const std::byte> body, Format format, uint64_t outputMax);

} // namespace decode
