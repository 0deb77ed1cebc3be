// SPDX-License-Identifier: GPL-3.0-or-later
// Unwraps encodings that a body's head does not declare: gzip, zstd, Base64.
#pragma once

#include "app/decode/coding.h"
#include "app/decode/format.h"

#include <cstddef>
#include <span>
#include <vector>

namespace decode {

enum class Layer : uint8_t { Gzip, Zstd, Base64 };

struct Unwrapped {
    std::vector<std::byte> bytes;    // of the innermost layer; empty if nothing was unwrapped
    std::vector<Layer> layers;       // outermost first
    Format format = Format::Empty;   // of `bytes`
    bool whole = true;               // false: malformed or truncated inside a layer
};

// `format` is the format detected so far. At most three layers and `outputMax` bytes; a layer is only removed if a
// known format is inside.
Unwrapped unwrap(std::span<const std::byte> body, Format format, uint64_t outputMax);

} // namespace decode
