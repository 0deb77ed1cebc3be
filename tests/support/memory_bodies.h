// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies in memory, which may grow while they are read.
#pragma once

#include "app/base/body_source.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <string_view>
#include <thread>

namespace support {

class MemoryBodies : public base::BodySource
{
public:
    base::Slice add(std::string_view text)
    {
        const std::lock_guard lock(m_mutex);
        const base::Slice slice{m_bytes.size(), uint32_t(text.size()), 0};
        const auto *data = reinterpret_cast<const std::byte *>(text.data());
        m_bytes.insert(m_bytes.end(), data, data + text.size());
        return slice;
    }
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t limit) const override
    {
        ++reads;
        std::this_thread::sleep_for(std::chrono::milliseconds(delayMs.load()));
        const std::lock_guard lock(m_mutex);
        std::vector<std::byte> joined;
        for (const base::Slice &slice : slices) {
            if (slice.position + slice.length > m_bytes.size())
                return std::unexpected(EIO);
            const auto begin = m_bytes.begin() + ptrdiff_t(slice.position);
            joined.insert(joined.end(), begin, begin + ptrdiff_t(std::min<size_t>(slice.length, limit - joined.size())));
        }
        return joined;
    }
    mutable std::atomic<int> reads{0};
    std::atomic<int> delayMs{0};

private:
    mutable std::mutex m_mutex;
    std::vector<std::byte> m_bytes;
};

} // namespace support
