// SPDX-License-Identifier: GPL-3.0-or-later
// The contents of one item of an exchange in memory, with its own coding taken off.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/exchange.h"

#include <vector>

namespace exporters {

struct ItemBytes {
    std::vector<std::byte> bytes;
    bool coded = false;          // as sent: its coding is not known, or could not be taken off
    bool whole = true;           // false: cut at the limit, lost in part, damaged, or not to be read
};

// At most `max` bytes, both as sent and decoded.
ItemBytes itemBytes(const exchange::Item &, const base::BodySource &, size_t max);

} // namespace exporters
