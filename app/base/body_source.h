// SPDX-License-Identifier: GPL-3.0-or-later
// Provides the bytes behind slices. The only place where the core reads a file on request; implemented in
// app/capture.
#pragma once

#include "app/base/slice.h"

#include <expected>
#include <span>
#include <string>
#include <vector>

namespace base {

class BodySource
{
public:
    virtual ~BodySource() = default;
    // Joined bytes of the slices, at most `limit`. Error: errno of the read, EIO for a slice beyond the file's end,
    // ENODATA for one whose disk space was given back. May be called from any thread.
    virtual std::expected<std::vector<std::byte>, int> read(std::span<const Slice>, size_t limit) const = 0;
};

} // namespace base
