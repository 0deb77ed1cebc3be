// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as values of a binary format: what was read before an error can be read again without one, and gives the same text.
#pragma once

#include "app/decode/charset.h"
#include "app/decode/value_text.h"

#include <cstdlib>

namespace fuzz {

template <typename Read>
void checkValues(const uint8_t *data, size_t size, Read read)
{
    const auto bytes = std::as_bytes(std::span(data, size));
    const decode::ValueLimits limits{.depthMax = 64, .outputMax = 1 << 20};
    const decode::ValueText whole = read(bytes, limits);
    if (whole.used > size || (!whole.error && whole.used != size) || !decode::isUtf8(whole.text) || whole.text.size() > limits.outputMax + 7 * size + 300)
        std::abort();
    if (whole.error) {
        const decode::ValueText again = read(bytes.first(whole.used), limits);
        if (again.used > whole.used || !whole.text.starts_with(again.text))
            std::abort();
    }
}

} // namespace fuzz
