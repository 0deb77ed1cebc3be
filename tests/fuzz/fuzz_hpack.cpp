// SPDX-License-Identifier: GPL-3.0-or-later
// Header blocks for a decoder that knows the table and one that joined late: what the late one knows matches the
// other, and both keep their limits.
#include "app/protocols/http2/hpack_decoder.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace protocols::http2;
    HpackDecoder whole(true), late(false);
    FieldList all, some;
    bool joined = false;
    // Blocks: a length of one byte, with the highest bit set where the late one joins.
    for (size_t at = 0; at < size;) {
        const size_t length = std::min<size_t>(data[at] & 0x7f, size - at - 1);
        joined = joined || data[at] & 0x80;
        const std::span<const std::byte> block(reinterpret_cast<const std::byte *>(data) + at + 1, length);
        at += 1 + length;
        const auto result = whole.decode(block, all, 4096, 50);
        if (all.size() > 50 || whole.table().entries() > (1 << 20) / 32)
            std::abort();
        if (result == HpackDecoder::Result::Malformed)
            return 0; // no encoder made this
        if (!joined)
            continue;
        if (late.decode(block, some, 1 << 24, 1 << 20) != HpackDecoder::Result::Complete || some.size() < all.size())
            std::abort();
        if (result == HpackDecoder::Result::Limited)
            continue;
        for (size_t i = 0; i < all.size(); ++i) {
            if ((some[i].nameKnown && some[i].name != all[i].name) || (some[i].valueKnown && some[i].value != all[i].value))
                std::abort();
        }
    }
    return 0;
}
