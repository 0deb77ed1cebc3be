// SPDX-License-Identifier: GPL-3.0-or-later
// Output for bytes that appear nowhere in the capture: decoded heads, joined, unmasked and inflated contents.
#pragma once

#include "app/base/slice.h"

#include <expected>

namespace base {

class DerivedBytes
{
public:
    virtual ~DerivedBytes() = default;
    // The slice where the bytes are stored. Error: the errno that prevented it; then none of them are kept.
    virtual std::expected<Slice, int> append(std::span<const std::byte>) = 0;
};

} // namespace base
