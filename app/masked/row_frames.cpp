// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masked/row_frames.h"

#include "app/exchange/batch_bytes.h"

#include <algorithm>
#include <utility>

namespace masked {

void RowFrames::put(std::string_view bytes, std::vector<base::Slice> &slices)
{
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, wire::frameMax);
        slices.push_back({m_position + m_frames.size() + wire::frameHeadSize, uint32_t(piece.size()), 0});
        wire::encodeWhole(wire::Type::Contents, std::as_bytes(std::span(piece)), m_frames);
        bytes.remove_prefix(piece.size());
    }
}

void RowFrames::put(const exchange::Batch &batch)
{
    const std::vector<std::byte> bytes = exchange::batchBytes(batch);
    for (std::span<const std::byte> rest(bytes); !rest.empty();) {
        const auto piece = rest.first(std::min(rest.size(), wire::rowsMax));
        rest = rest.subspan(piece.size());
        wire::encode(wire::Rows{wire::Rows::thisFormat, !rest.empty(), piece}, m_frames);
    }
}

void RowFrames::put(const wire::Frame &frame)
{
    wire::encodeWhole(frame.type, frame.body, m_frames);
}

wire::Bytes RowFrames::take()
{
    m_position += m_frames.size();
    return std::exchange(m_frames, {});
}

} // namespace masked
