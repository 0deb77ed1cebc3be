// SPDX-License-Identifier: GPL-3.0-or-later
// Loads the contents of one item into memory and decodes its own coding.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/exchange.h"

#include <vector>

namespace exporters {

struct ItemBytes {
    std::vector<std::byte> bytes;
    bool coded = false;          // still encoded: its coding is unknown, or could not be decoded
    bool whole = true;           // false: cut at the limit, partly lost, damaged, or unreadable
};

// At most `max` bytes, both encoded and decoded.
ItemBytes itemBytes(const exchange::Item &, const base::BodySource &, size_t max);

} // namespace exporters
