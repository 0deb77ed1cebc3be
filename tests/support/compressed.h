// SPDX-License-Identifier: GPL-3.0-or-later
// Text as compress(1) packs it (LZW with codes of 9 to 16 bits, in groups of eight of one width).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace support {

class Compressor
{
public:
    // `clearAfter`: codes after which the table is reset once; 0: never.
    Compressor(unsigned widest, unsigned clearAfter)
        : m_widest(widest)
        , m_clearAfter(clearAfter)
    {
        m_out = {'\x1f', '\x9d', char(0x80 | widest)};
    }
    std::string pack(std::string_view text)
    {
        for (const char c : text) {
            const std::string longer = m_word + c;
            if (longer.size() == 1 || m_codes.contains(longer)) {
                m_word = longer;
                continue;
            }
            put(code());
            if (m_free < (1u << m_widest)) {
                m_codes.emplace(longer, m_free++);
                if (m_free - 1 >= (1u << m_width) && m_width < m_widest) { // the reader is one entry behind
                    fillGroup();
                    ++m_width;
                }
            }
            m_word = c;
            if (++m_count == m_clearAfter)
                clear();
        }
        if (!m_word.empty())
            put(code());
        if (m_bitCount)
            m_out += char(m_bits);
        return m_out;
    }

private:
    unsigned code() const { return m_word.size() == 1 ? uint8_t(m_word[0]) : m_codes.at(m_word); }
    void put(unsigned code)
    {
        m_bits |= code << m_bitCount;
        m_bitCount += m_width;
        m_inGroup = (m_inGroup + 1) % 8;
        for (; m_bitCount >= 8; m_bitCount -= 8, m_bits >>= 8)
            m_out += char(m_bits & 0xff);
    }
    void fillGroup()
    {
        while (m_inGroup)
            put(0);
    }
    void clear()
    {
        put(256);
        fillGroup();
        m_width = 9;
        m_codes.clear();
        m_free = 257;
    }

    unsigned m_widest, m_clearAfter, m_width = 9, m_free = 257, m_count = 0, m_bits = 0, m_bitCount = 0, m_inGroup = 0;
    std::unordered_map<std::string, unsigned> m_codes;
    std::string m_word, m_out;
};

inline std::string compressed(std::string_view text, unsigned widest = 16, unsigned clearAfter = 0)
{
    return Compressor(widest, clearAfter).pack(text);
}

} // namespace support
