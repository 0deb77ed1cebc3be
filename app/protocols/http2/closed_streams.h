// SPDX-License-Identifier: GPL-3.0-or-later
// Which streams of a connection are closed. Remembers the newest 32,768 of each parity exactly; older ones count as
// closed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace protocols::http2 {

class ClosedStreams
{
public:
    void close(uint32_t id)
    {
        if (m_bits.empty())
            m_bits.resize(window / 64);
        if (uint64_t(id) + window < m_top)
            return;
        forget(id);
        if (id >= m_top)
            m_top = uint64_t(id) + 1;
        m_bits[id % window / 64] |= uint64_t(1) << id % 64;
    }

    bool contains(uint32_t id) const
    {
        if (id >= m_top)
            return false;
        return uint64_t(id) + window < m_top || (m_bits[id % window / 64] >> id % 64 & 1);
    }

private:
    // Makes room up to `id`: the bits from m_top on still belong to ids one window older.
    void forget(uint64_t id)
    {
        if (id >= m_top + window) {
            m_bits.assign(window / 64, 0);
            return;
        }
        for (uint64_t at = m_top; at <= id;) {
            const uint64_t end = std::min(id + 1, (at / 64 + 1) * 64);
            const uint64_t ones = end - at == 64 ? ~uint64_t(0) : ((uint64_t(1) << (end - at)) - 1) << at % 64;
            m_bits[at % window / 64] &= ~ones;
            at = end;
        }
    }

    static constexpr uint64_t window = 1 << 16;
    std::vector<uint64_t> m_bits; // of ids in [m_top - window, m_top), by id modulo window
    uint64_t m_top = 0;
};

} // namespace protocols::http2
