// SPDX-License-Identifier: GPL-3.0-or-later
// The output for bytes that lie in no run of captured bytes: decoded heads, joined, unmasked and inflated contents.
#pragma once

#include "app/base/slice.h"

#include <expected>

namespace base {

class DerivedBytes
{
public:
    virtual ~DerivedBytes() = default;
    // Where the bytes lie from now on. Error: the errno that kept them from being written; nothing of them is kept then.
    virtual std::expected<Slice, int> append(std::span<const std::byte>) = 0;
};

} // namespace base
