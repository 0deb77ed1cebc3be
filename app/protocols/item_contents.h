// SPDX-License-Identifier: GPL-3.0-or-later
// Collects the slices of one item's contents. Adjacent runs become one slice; if the contents consist of very many
// runs, the later ones are copied, so that slices never outweigh the data they point to.
#pragma once

#include "app/protocols/event.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace protocols {

class ItemContents
{
public:
    // Bytes in the capture, or written by Sink::derive.
    void add(base::Bytes bytes, Sink &sink)
    {
        const size_t room = size_t(std::min<uint64_t>(bytes.data.size(), contentsMax - m_size));
        m_cut += bytes.data.size() - room;
        if (room == 0)
            return;
        base::Slice slice = bytes.sub(0, room).slice();
        if (m_slices.size() >= slicesMax && !follows(slice))
            slice = sink.derive(bytes.data.first(room));
        m_size += room;
        if (follows(slice))
            m_slices.back().length += slice.length;
        else
            m_slices.push_back(slice);
    }
    uint64_t size() const { return m_size; }
    uint64_t cut() const { return m_cut; }   // bytes that were captured but left out
    bool full() const { return m_size == contentsMax; }
    std::span<const base::Slice> slices() const { return m_slices; }
    void clear()
    {
        m_slices.clear();
        m_size = m_cut = 0;
    }

private:
    static constexpr uint64_t contentsMax = uint64_t(64) << 20;
    static constexpr size_t slicesMax = 4096;
    bool follows(const base::Slice &slice) const
    {
        return !m_slices.empty() && m_slices.back().position + m_slices.back().length == slice.position
            && m_slices.back().length + uint64_t(slice.length) < std::numeric_limits<int32_t>::max();
    }

    std::vector<base::Slice> m_slices;
    uint64_t m_size = 0, m_cut = 0;
};

// Stores bytes that are in no slice of the capture and returns them with their new position.
inline base::Bytes derived(std::span<const std::byte> bytes, Sink &sink)
{
    return { bytes, sink.derive(bytes).position };
}

} // namespace protocols
