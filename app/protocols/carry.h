// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes waiting for more: one contiguous buffer that remembers the file position of each part.
#pragma once

#include "app/base/slice.h"

#include <algorithm>
#include <deque>
#include <span>
#include <vector>

namespace protocols {

class Carry
{
public:
    bool empty() const { return m_begin == m_bytes.size(); }
    size_t size() const { return m_bytes.size() - m_begin; }
    std::span<const std::byte> data() const { return std::span(m_bytes).subspan(m_begin); }

    void append(base::Bytes piece)
    {
        const bool adjacent = !m_parts.empty()
            && m_parts.back().filePosition + (m_end - m_parts.back().start) == piece.filePosition;
        if (!adjacent)
            m_parts.push_back({ m_end, piece.filePosition });
        m_bytes.insert(m_bytes.end(), piece.data.begin(), piece.data.end());
        m_end += piece.data.size();
    }

    void consume(size_t count)
    {
        m_begin += count;
        while (m_parts.size() > 1 && m_parts[1].start <= first())
            m_parts.pop_front();
        if (empty()) {
            m_bytes.clear();
            m_parts.clear();
            m_begin = 0;
        } else if (m_begin > m_bytes.size() / 2) {
            m_bytes.erase(m_bytes.begin(), m_bytes.begin() + std::ptrdiff_t(m_begin));
            m_begin = 0;
        }
    }

    // Calls `call` with each run of [from, from + count) that is contiguous in the file.
    template <typename Call>
    void forEach(size_t from, size_t count, Call call) const
    {
        uint64_t at = first() + from;
        const uint64_t end = at + count;
        auto part = std::upper_bound(m_parts.begin(), m_parts.end(), at,
                                     [](uint64_t value, const Part &p) { return value < p.start; });
        while (at < end) {
            const uint64_t partEnd = part == m_parts.end() ? end : std::min(end, part->start);
            const Part &in = *std::prev(part);
            call(base::Bytes { data().subspan(size_t(at - first()), size_t(partEnd - at)),
                               in.filePosition + (at - in.start) });
            at = partEnd;
            if (part != m_parts.end())
                ++part;
        }
    }

private:
    struct Part {
        uint64_t start; // counted from the first byte ever appended
        uint64_t filePosition;
    };
    uint64_t first() const { return m_end - size(); }

    std::vector<std::byte> m_bytes;
    size_t m_begin = 0;
    uint64_t m_end = 0;
    std::deque<Part> m_parts;
};

// What a parser reads from: a piece in place, or the carried bytes.
class View
{
public:
    explicit View(base::Bytes piece) : m_data(piece.data), m_filePosition(piece.filePosition) { }
    explicit View(const Carry &carry) : m_data(carry.data()), m_carry(&carry) { }

    std::span<const std::byte> data() const { return m_data.subspan(m_from); }
    void advance(size_t count) { m_from += count; }
    size_t advanced() const { return m_from; }

    template <typename Call>
    void forEach(size_t count, Call call) const
    {
        if (m_carry)
            m_carry->forEach(m_from, count, call);
        else if (count > 0)
            call(base::Bytes { m_data.subspan(m_from, count), m_filePosition + m_from });
    }

private:
    std::span<const std::byte> m_data;
    uint64_t m_filePosition = 0;
    const Carry *m_carry = nullptr;
    size_t m_from = 0;
};

} // namespace protocols
