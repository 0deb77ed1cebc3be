// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/item_bytes.h"

#include "app/decode/coding.h"
#include "app/exchange/item_coding.h"

#include <utility>

namespace exporters {

using protocols::ItemCoding;

ItemBytes itemBytes(const exchange::Item &item, const base::BodySource &source, size_t max)
{
    uint64_t had = 0;
    for (const base::Slice &slice : item.slices)
        had += slice.length;
    ItemBytes result;
    result.whole = item.lostBytes == 0 && had <= max;
    result.coded = item.coding != ItemCoding::Identity;
    auto read = source.read(item.slices, max);
    if (!read) {
        result.whole = false;
        return result;
    }
    result.bytes = std::move(*read);
    const std::string_view coding = exchange::codingName(item.coding);
    if (coding.empty())
        return result;
    decode::DecodedBody decoded = decode::decodeBody(result.bytes, coding, { .outputMax = max });
    result.whole = result.whole && !decoded.error;
    if (decoded.error && decoded.bytes.empty())
        return result;
    result.coded = false;
    result.bytes = std::move(decoded.bytes);
    return result;
}

} // namespace exporters
