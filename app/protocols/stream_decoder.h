// SPDX-License-Identifier: GPL-3.0-or-later
// Decodes the content codings of a body as it arrives. Uncoded bytes keep their place in the capture, decoded ones go
// through Sink::derive: either way each byte has a position.
#pragma once

#include "app/decode/coding.h"
#include "app/protocols/item_contents.h"

#include <optional>
#include <string_view>

namespace protocols {

class StreamDecoder
{
public:
    // `contentEncoding`: the field's value. An unknown coding fails from the start.
    explicit StreamDecoder(std::string_view contentEncoding)
    {
        const auto codings = decode::parseCodings(contentEncoding);
        if (!codings)
            m_failed = true;
        else if (!codings->empty())
            m_decoder.emplace(*codings, limits);
    }

    bool coded() const { return m_decoder.has_value() || m_failed; }
    // Nothing more can be decoded: corrupt data, a decompression bomb, or a gap.
    bool failed() const { return m_failed; }

    // Calls `call` with everything `bytes` decodes to; encoders flush after anything meant to be read immediately.
    template <typename Call>
    void feed(base::Bytes bytes, Sink &sink, Call call)
    {
        if (m_failed)
            return;
        if (!m_decoder) {
            call(bytes);
            return;
        }
        m_out.clear();
        m_failed = !m_decoder->feed(bytes.data, m_out);
        constexpr size_t most = size_t(1) << 30;   // for one slice
        for (std::span<const std::byte> rest = m_out; !rest.empty(); rest = rest.subspan(std::min(rest.size(), most)))
            call(derived(rest.first(std::min(rest.size(), most)), sink));
    }
    void lose() { m_failed = coded(); }

private:
    // Events are rarely this repetitive; fifty bytes of brotli can be a hundred million empty lines.
    static constexpr decode::CodingLimits limits{.ratioMax = 200, .freeOutput = uint64_t(1) << 20};

    std::optional<decode::CodingDecoder> m_decoder;
    bool m_failed = false;
    std::vector<std::byte> m_out;
};

} // namespace protocols
