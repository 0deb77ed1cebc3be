// SPDX-License-Identifier: GPL-3.0-or-later
// Which streams of a connection are over. Remembers the newest 32,768 of each parity exactly; older ones count as
// over.
#pragma once

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
        if (id >= m_top + window)
            m_bits.assign(window / 64, 0);
        else
            for (uint64_t forgotten = m_top; forgotten <= id; ++forgotten)
                m_bits[forgotten % window / 64] &= ~(uint64_t(1) << forgotten % 64);
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
    static constexpr uint64_t window = 1 << 16;
    std::vector<uint64_t> m_bits; // of ids in [m_top - window, m_top), by id modulo window
    uint64_t m_top = 0;
};

} // namespace protocols::http2
