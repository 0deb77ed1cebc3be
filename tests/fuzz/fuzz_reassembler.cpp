// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of a known stream in any order, with overlaps, advances and expiries: the output is that stream in
// order, each byte once, and every byte missing from it is in a gap.
#include "app/stream/reassembler.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

std::byte streamByte(uint64_t offset) { return std::byte(offset * 2654435761u >> 13); }

struct Checker final : stream::Reassembler::Sink {
    uint64_t next = 0, gaps = 0;

    void bytes(base::Bytes piece, uint64_t position, base::Time) override
    {
        if (position != next || piece.data.empty())
            std::abort();
        for (size_t i = 0; i < piece.data.size(); ++i) {
            if (piece.data[i] != streamByte(position + i) || piece.filePosition != position + 1000)
                std::abort();
        }
        next += piece.data.size();
    }
    void gap(uint64_t length, uint64_t position, base::Time) override
    {
        if (position != next || length == 0)
            std::abort();
        next += length;
        gaps += length;
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    stream::Reassembler reassembler({ .heldBytesMax = 300, .heldPiecesMax = 6, .holdMax = 20 });
    Checker checker;
    reassembler.startAt(0);
    base::Time now = 0;
    for (size_t at = 0; at + 4 <= size; at += 4, ++now) {
        // Offsets near the expected one produce holes that close.
        const uint64_t offset = data[at] & 4 ? data[at + 1] | data[at + 2] << 8
                                             : reassembler.nextOffset() + data[at + 1] - std::min<uint64_t>(reassembler.nextOffset(), 64);
        switch (data[at] & 3) {
        case 0:
        case 1: {
            std::vector<std::byte> piece(data[at + 3]);
            for (size_t i = 0; i < piece.size(); ++i)
                piece[i] = streamByte(offset + i);
            reassembler.add(offset, { piece, offset + 1000 }, now, checker);
            break;
        }
        case 2: reassembler.advanceTo(offset, now, checker); break;
        case 3: reassembler.expire(now, data[at + 3] & 1, checker); break;
        }
        if (reassembler.nextOffset() != checker.next || reassembler.lostBytes() != checker.gaps)
            std::abort();
    }
    reassembler.expire(now, true, checker);
    return 0;
}
