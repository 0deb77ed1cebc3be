// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, texts, times and slices as variable-length integers (LEB128), times and positions as deltas.
#pragma once

#include "app/base/slice.h"
#include "app/base/time.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace exchange::packing {

inline uint64_t zigzag(int64_t value)
{
    return uint64_t(value) << 1 ^ uint64_t(value >> 63);
}

inline int64_t unzigzag(uint64_t value)
{
    return int64_t(value >> 1) ^ -int64_t(value & 1);
}

class Writer
{
public:
    Writer(std::vector<uint8_t> &out, base::Time begin)
        : m_out(out)
        , m_time(begin)
    {
    }
    void number(uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            m_out.push_back(uint8_t(value | 0x80));
        m_out.push_back(uint8_t(value));
    }
    void difference(uint64_t value, uint64_t expected) { number(zigzag(int64_t(value - expected))); }
    void text(std::string_view text)
    {
        number(text.size());
        m_out.insert(m_out.end(), text.begin(), text.end());
    }
    // Times are close together: each is a delta from the one before, 0 for unknown.
    void time(base::Time value)
    {
        if (value == 0)
            return number(0);
        number(zigzag(int64_t(uint64_t(value) - uint64_t(m_time))) + 1);
        m_time = value;
    }
    void slices(const std::vector<base::Slice> &slices)
    {
        number(slices.size());
        for (const base::Slice &slice : slices) {
            uint64_t &expected = m_position[slice.derived()];
            number(uint64_t(slice.length) << 1 | slice.derived());
            difference(slice.fileOffset(), expected);
            expected = slice.fileOffset() + slice.length;
        }
    }

private:
    std::vector<uint8_t> &m_out;
    base::Time m_time;
    std::array<uint64_t, 2> m_position{}; // capture file, derived file
};

class Reader
{
public:
    explicit Reader(std::span<const uint8_t> bytes, base::Time begin = 0)
        : m_bytes(bytes)
        , m_time(begin)
    {
    }
    uint64_t number()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; m_at < m_bytes.size() && shift < 64; shift += 7) {
            const uint8_t byte = m_bytes[m_at++];
            value |= uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                break;
        }
        return value;
    }
    size_t at() const { return m_at; }
    uint64_t difference(uint64_t expected) { return expected + uint64_t(unzigzag(number())); }
    std::string_view text()
    {
        const size_t length = std::min<size_t>(number(), m_bytes.size() - m_at);
        const auto *begin = reinterpret_cast<const char *>(m_bytes.data() + m_at);
        m_at += length;
        return {begin, length};
    }
    base::Time time()
    {
        const uint64_t step = number();
        return step == 0 ? 0 : m_time = int64_t(uint64_t(m_time) + uint64_t(unzigzag(step - 1)));
    }
    std::vector<base::Slice> slices()
    {
        std::vector<base::Slice> slices(number());
        for (base::Slice &slice : slices) {
            const uint64_t lengthAndFile = number();
            const bool derived = lengthAndFile & 1;
            slice.length = uint32_t(lengthAndFile >> 1);
            const uint64_t offset = difference(m_position[derived]);
            m_position[derived] = offset + slice.length;
            slice.position = offset | (derived ? base::Slice::derivedBit : 0);
        }
        return slices;
    }

private:
    std::span<const uint8_t> m_bytes;
    base::Time m_time;
    size_t m_at = 0;
    std::array<uint64_t, 2> m_position{};
};

} // namespace exchange::packing
