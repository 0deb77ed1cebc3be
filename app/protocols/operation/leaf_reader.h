// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the values of a JSON body as it arrives, however long it is: a document, JSON lines, or the data of
// server-sent events. Nothing is kept but the value being read.
#pragma once

#include "app/base/slice.h"
#include "app/decode/coding.h"
#include "app/decode/json_leaves.h"

#include <optional>
#include <string_view>

namespace protocols::operation {

enum class Framing : uint8_t { Document, Lines, Events };

// Of a media type: JSON lines and server-sent events; everything else is one document.
Framing framingOf(std::string_view contentType);

class LeafReader
{
public:
    LeafReader(std::string_view contentEncoding, Framing);

    void bytes(std::span<const std::byte>, const decode::JsonLeaves::Take &);
    // Some are missing: a document cannot be followed any further, lines can from the next one on.
    void lost();

private:
    void text(std::string_view, const decode::JsonLeaves::Take &);
    void line(std::string_view piece, bool ends, const decode::JsonLeaves::Take &);

    static constexpr std::string_view field = "data:";

    std::optional<decode::CodingDecoder> m_decoder;
    decode::JsonLeaves m_leaves;
    Framing m_framing;
    bool m_stopped = false, m_skips = false;
    size_t m_matched = 0;          // of `field`, at the beginning of the line
};

} // namespace protocols::operation
