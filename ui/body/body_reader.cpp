// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_reader.h"

#include "app/decode/body_pieces.h"

#include <algorithm>

namespace ui {

namespace {

constexpr size_t sniffBytes = 1024;
// Decoding just to determine the size stops here; the size shown is then a lower bound.
constexpr uint64_t countMax = uint64_t(1) << 30;

} // namespace

ReadBody readBody(const BodyRequest &request, const std::function<uint64_t(std::span<const std::byte>)> &limitFor, const Stop &stop)
{
    ReadBody result;
    decode::BodyPieces pieces(*request.source, request.slices, request.contentEncoding, {.outputMax = countMax});
    result.decoded = pieces.isDecoded();

    uint64_t limit = 0;
    std::vector<std::byte> piece;
    while (!stop() && pieces.next(piece)) {
        result.total += piece.size();
        if (limit == 0 && !piece.empty())
            limit = limitFor(std::span(piece).first(std::min(piece.size(), sniffBytes)));
        if (result.bytes.size() < limit)
            result.bytes.insert(result.bytes.end(), piece.begin(),
                                piece.begin() + ptrdiff_t(std::min<uint64_t>(piece.size(), limit - result.bytes.size())));
        if (!result.decoded && result.bytes.size() >= limit) {
            // The size of an uncoded body is known without reading it.
            result.total = 0;
            for (const base::Slice &slice : request.slices)
                result.total += slice.length;
            break;
        }
    }
    if (request.ended && !stop())
        pieces.finish();
    result.readError = pieces.readError();
    result.codingError = pieces.codingError();
    return result;
}

} // namespace ui
