// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_reader.h"

#include "app/base/slice_steps.h"

#include <algorithm>

namespace ui {

namespace {

constexpr size_t stepBytes = 1024 * 1024;
constexpr size_t sniffBytes = 1024;
// Decoding only to learn the size ends here; the size shown is then a lower bound.
constexpr uint64_t countMax = uint64_t(1) << 30;

} // namespace

ReadBody readBody(const BodyRequest &request, const std::function<uint64_t(std::span<const std::byte>)> &limitFor, const Stop &stop)
{
    ReadBody result;
    std::optional<decode::CodingDecoder> decoder;
    if (auto codings = decode::parseCodings(request.contentEncoding); !codings)
        result.codingError = codings.error();
    else if (!codings->empty())
        decoder.emplace(*codings, decode::CodingLimits{.outputMax = countMax});
    result.decoded = decoder.has_value();

    uint64_t limit = 0;
    std::vector<std::byte> piece;
    base::SliceSteps steps(request.slices, stepBytes);
    for (auto step = steps.next(); !step.empty() && !stop(); step = steps.next()) {
        auto bytes = request.source->read(step, stepBytes);
        if (!bytes) {
            result.readError = bytes.error();
            break;
        }
        piece.clear();
        if (!decoder) {
            piece = std::move(*bytes);
        } else if (const auto fed = decoder->feed(*bytes, piece); !fed) {
            result.codingError = fed.error();
        }
        result.total += piece.size();
        if (limit == 0 && !piece.empty())
            limit = limitFor(std::span(piece).first(std::min(piece.size(), sniffBytes)));
        if (result.bytes.size() < limit)
            result.bytes.insert(result.bytes.end(), piece.begin(),
                                piece.begin() + ptrdiff_t(std::min<uint64_t>(piece.size(), limit - result.bytes.size())));
        if (result.codingError)
            break;
        if (!decoder && result.bytes.size() >= limit) {
            // What is not coded has the size it has; nothing need be read to know it.
            result.total = 0;
            for (const base::Slice &slice : request.slices)
                result.total += slice.length;
            break;
        }
    }
    if (decoder && !result.codingError && result.readError == 0 && request.ended && !stop()) {
        if (const auto finished = decoder->finish(); !finished)
            result.codingError = finished.error();
    }
    return result;
}

} // namespace ui
