// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/operation/leaf_reader.h"

#include "app/protocols/field.h"

#include <algorithm>
#include <vector>

namespace protocols::operation {

namespace {

constexpr decode::CodingLimits limits{.outputMax = uint64_t(256) << 20, .ratioMax = 200, .freeOutput = uint64_t(1) << 20};

} // namespace

Framing framingOf(std::string_view contentType)
{
    if (isMediaType(contentType, "text/event-stream"))
        return Framing::Events;
    return isMediaType(contentType, "application/x-ndjson") || isMediaType(contentType, "application/ndjson") ? Framing::Lines : Framing::Document;
}

LeafReader::LeafReader(std::string_view contentEncoding, Framing framing)
    : m_framing(framing)
{
    const auto codings = decode::parseCodings(contentEncoding);
    if (!codings)
        m_stopped = true;
    else if (!codings->empty())
        m_decoder.emplace(*codings, limits);
}

void LeafReader::bytes(std::span<const std::byte> bytes, const decode::JsonLeaves::Take &take)
{
    if (m_stopped)
        return;
    const auto view = [](std::span<const std::byte> some) { return std::string_view(reinterpret_cast<const char *>(some.data()), some.size()); };
    if (!m_decoder)
        return text(view(bytes), take);
    std::vector<std::byte> plain;
    m_stopped = !m_decoder->feed(bytes, plain);
    text(view(plain), take);
}

void LeafReader::lost()
{
    m_stopped = m_stopped || m_decoder || m_framing == Framing::Document;
    m_skips = true;
}

void LeafReader::text(std::string_view text, const decode::JsonLeaves::Take &take)
{
    if (m_framing == Framing::Document)
        return m_leaves.feed(text, take);
    while (!text.empty()) {
        const size_t end = text.find('\n');
        line(text.substr(0, end), end != std::string_view::npos, take);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

void LeafReader::line(std::string_view piece, bool ends, const decode::JsonLeaves::Take &take)
{
    if (m_framing == Framing::Events) {
        while (m_matched < field.size() && !piece.empty() && !m_skips) {
            m_skips = piece.front() != field[m_matched++];
            piece.remove_prefix(1);
        }
    }
    if (!m_skips)
        m_leaves.feed(piece, take);
    if (!ends)
        return;
    m_leaves.feed("\n", take);
    // What one line left open does not spoil the next.
    m_leaves.reset();
    m_matched = 0;
    m_skips = false;
}

} // namespace protocols::operation
