// SPDX-License-Identifier: GPL-3.0-or-later
// The two halves of an exchange, and how they grow.
#pragma once

#include "app/exchange/exchange.h"

namespace exchange {

inline Message &half(Exchange &exchange, protocols::Half which)
{
    return which == protocols::Half::Request ? exchange.request : exchange.response;
}

// Adjacent runs become one slice.
inline void append(std::vector<base::Slice> &slices, const base::Slice &slice)
{
    constexpr uint32_t longest = 1u << 31;
    if (!slices.empty()) {
        base::Slice &last = slices.back();
        if (last.position + last.length == slice.position && last.length + uint64_t(slice.length) < longest) {
            last.length += slice.length;
            return;
        }
    }
    slices.push_back(slice);
}

} // namespace exchange
