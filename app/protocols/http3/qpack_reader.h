// SPDX-License-Identifier: GPL-3.0-or-later
// Integers and strings of QPACK (RFC 9204, section 4.1).
#pragma once

#include "app/protocols/http2/huffman.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace protocols::http3 {

class QpackReader
{
public:
    explicit QpackReader(std::span<const std::byte> bytes)
        : m_rest(bytes)
        , m_size(bytes.size())
    {
    }

    bool atEnd() const { return m_rest.empty(); }
    size_t at() const { return m_size - m_rest.size(); }
    uint8_t first() const { return m_rest.empty() ? 0 : uint8_t(m_rest.front()); }
    // Reading went beyond the end: more bytes may help. Otherwise what failed is malformed.
    bool cut() const { return m_cut; }

    // Nothing: cut, or beyond 62 bits.
    std::optional<uint64_t> number(unsigned prefixBits)
    {
        if (m_rest.empty())
            return fail(true);
        const uint64_t mask = (uint64_t(1) << prefixBits) - 1;
        uint64_t value = first() & mask;
        m_rest = m_rest.subspan(1);
        if (value < mask)
            return value;
        for (unsigned shift = 0; shift < 56; shift += 7) {
            if (m_rest.empty())
                return fail(true);
            const uint8_t byte = first();
            m_rest = m_rest.subspan(1);
            value += uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return value;
        }
        return fail(false);
    }
    // The bit above the length's prefix says whether it is in Huffman's code. The text is in the block or in `buffer`.
    std::optional<std::string_view> string(unsigned prefixBits, std::string &buffer)
    {
        const bool huffman = first() >> prefixBits & 1;
        const auto length = number(prefixBits);
        if (!length)
            return std::nullopt;
        if (*length > m_rest.size()) {
            m_cut = true;
            return std::nullopt;
        }
        const auto coded = m_rest.first(size_t(*length));
        m_rest = m_rest.subspan(size_t(*length));
        if (!huffman)
            return std::string_view(reinterpret_cast<const char *>(coded.data()), coded.size());
        buffer.clear();
        if (!http2::decodeHuffman(coded, buffer))
            return std::nullopt;
        return buffer;
    }

private:
    std::optional<uint64_t> fail(bool cut)
    {
        m_cut = cut;
        return std::nullopt;
    }
    std::span<const std::byte> m_rest;
    size_t m_size;
    bool m_cut = false;
};

} // namespace protocols::http3
