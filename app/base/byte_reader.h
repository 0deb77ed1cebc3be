// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the fields of a packet in sequence. Reads past the end return zeros and empty strings and clear good().
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace base {

class ByteReader
{
public:
    explicit ByteReader(std::span<const std::byte> bytes)
        : m_text(reinterpret_cast<const char *>(bytes.data()), bytes.size())
    {
    }
    explicit ByteReader(std::string_view text) : m_text(text) { }

    // No read has gone past the end.
    bool good() const { return m_good; }
    bool atEnd() const { return m_at == m_text.size(); }
    size_t at() const { return m_at; }
    size_t left() const { return m_text.size() - m_at; }
    std::string_view rest() const { return m_text.substr(m_at); }
    // The next byte, 0 at the end.
    uint8_t peek() const { return m_at < m_text.size() ? uint8_t(m_text[m_at]) : 0; }

    uint64_t big(size_t bytes)
    {
        uint64_t value = 0;
        for (const char c : take(bytes))
            value = value << 8 | uint8_t(c);
        return value;
    }
    uint64_t little(size_t bytes)
    {
        uint64_t value = 0;
        unsigned shift = 0;
        for (const char c : take(bytes)) {
            value |= uint64_t(uint8_t(c)) << shift;
            shift += 8;
        }
        return value;
    }
    uint8_t byte() { return uint8_t(big(1)); }
    // Empty if fewer are left.
    std::string_view take(size_t bytes)
    {
        if (bytes > left()) {
            m_good = false;
            m_at = m_text.size();
            return {};
        }
        m_at += bytes;
        return m_text.substr(m_at - bytes, bytes);
    }
    // Up to a NUL, which is consumed; without one, everything left.
    std::string_view text()
    {
        const size_t end = m_text.find('\0', m_at);
        if (end == std::string_view::npos) {
            const std::string_view all = rest();
            m_good = false;
            m_at = m_text.size();
            return all;
        }
        const std::string_view found = m_text.substr(m_at, end - m_at);
        m_at = end + 1;
        return found;
    }

private:
    std::string_view m_text;
    size_t m_at = 0;
    bool m_good = true;
};

} // namespace base
