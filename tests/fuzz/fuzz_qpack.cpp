// SPDX-License-Identifier: GPL-3.0-or-later
// Instructions and sections for a decoder that got all of them, and one that lost a part: what the latter knows matches the other,
// and both keep their limits.
#include "app/protocols/http3/qpack_decoder.h"

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace protocols::http3;
    using Result = QpackDecoder::Result;
    QpackDecoder whole, lossy;
    FieldList all, some;
    whole.table().setMaxCapacity(220);
    lossy.table().setMaxCapacity(220);
    // Pieces: a byte of kind (bit 7: a section; bit 6: lost to one of them) and length.
    for (size_t at = 0; at < size;) {
        const uint8_t kind = data[at];
        const size_t length = std::min<size_t>(kind & 0x3f, size - at - 1);
        const std::span<const std::byte> piece(reinterpret_cast<const std::byte *>(data) + at + 1, length);
        at += 1 + length;
        if (!(kind & 0x80)) {
            whole.encoderStream(piece);
            if (kind & 0x40)
                lossy.encoderStreamLost();
            else
                lossy.encoderStream(piece);
            continue;
        }
        const Result result = whole.decode(piece, kind & 0x40, all, 4096, 50);
        if (all.size() > 50)
            std::abort();
        if (result == Result::Blocked && all.size() > 0)
            std::abort();
        const Result other = lossy.decode(piece, kind & 0x40, some, 4096, 50);
        if (whole.table().lost() || result == Result::Malformed || result == Result::Blocked || other == Result::Malformed || other == Result::Blocked)
            continue;
        for (size_t i = 0; i < std::min(all.size(), some.size()); ++i)
            if ((some[i].nameKnown && all[i].nameKnown && some[i].name != all[i].name)
                || (some[i].valueKnown && all[i].valueKnown && some[i].value != all[i].value))
                std::abort();
    }
    return 0;
}
