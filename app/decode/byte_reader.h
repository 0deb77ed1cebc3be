// SPDX-License-Identifier: GPL-3.0-or-later
// Reads big-endian numbers and byte runs; short input is reported, never read past.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace decode {

class ByteReader
{
public:
    explicit ByteReader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    size_t at() const { return m_at; }
    size_t left() const { return m_bytes.size() - m_at; }
    // False, leaving the value untouched, if there are too few bytes; those are consumed.
    bool number(unsigned width, uint64_t &value)
    {
        if (left() < width) {
            m_at = m_bytes.size();
            return false;
        }
        value = 0;
        while (width-- > 0)
            value = value << 8 | uint8_t(m_bytes[m_at++]);
        return true;
    }
    bool run(uint64_t length, std::span<const std::byte> &run)
    {
        if (left() < length) {
            m_at = m_bytes.size();
            return false;
        }
        run = m_bytes.subspan(m_at, size_t(length));
        m_at += size_t(length);
        return true;
    }

private:
    std::span<const std::byte> m_bytes;
    size_t m_at = 0;
};

} // namespace decode
