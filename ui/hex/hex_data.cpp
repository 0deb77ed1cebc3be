// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hex/hex_data.h"

#include <algorithm>

namespace ui {

namespace {
constexpr size_t windowBytes = 64 * 1024;
}

QByteArray MemoryHexData::read(uint64_t offset, size_t count) const
{
    if (offset >= size())
        return {};
    return m_bytes.mid(qsizetype(offset), qsizetype(count));
}

SliceHexData::SliceHexData(std::shared_ptr<const base::BodySource> source, std::vector<base::Slice> slices)
    : m_source(std::move(source)), m_slices(std::move(slices))
{
    m_ends.reserve(m_slices.size());
    uint64_t end = 0;
    for (const base::Slice &slice : m_slices)
        m_ends.push_back(end += slice.length);
}

QByteArray SliceHexData::read(uint64_t offset, size_t count) const
{
    if (offset >= size())
        return {};
    count = size_t(std::min<uint64_t>(count, size() - offset));
    const uint64_t windowEnd = m_windowOffset + uint64_t(m_window.size());
    if (offset < m_windowOffset || offset + count > windowEnd) {
        if (count > windowBytes)
            return readFile(offset, count);
        // Half before, half after: scrolling in either direction stays within the window.
        m_windowOffset = offset > windowBytes / 2 ? offset - windowBytes / 2 : 0;
        m_window = readFile(m_windowOffset, windowBytes * 2);
    }
    return m_window.mid(qsizetype(offset - m_windowOffset), qsizetype(count));
}

QByteArray SliceHexData::readFile(uint64_t offset, size_t count) const
{
    std::vector<base::Slice> wanted;
    size_t left = count;
    auto index = size_t(std::upper_bound(m_ends.begin(), m_ends.end(), offset) - m_ends.begin());
    for (uint64_t at = offset; index < m_slices.size() && left > 0; ++index) {
        base::Slice slice = m_slices[index];
        const auto skip = uint32_t(at - (m_ends[index] - slice.length));
        slice.position += skip;
        slice.length = uint32_t(std::min<uint64_t>(slice.length - skip, left));
        left -= slice.length;
        at = m_ends[index];
        wanted.push_back(slice);
    }
    const auto bytes = m_source->read(wanted, count);
    if (!bytes)
        return {};
    return {reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size())};
}

} // namespace ui
