// SPDX-License-Identifier: GPL-3.0-or-later
// How much happened when: at most bucketsMax buckets of equal width, which doubles when the time no longer fits.
#pragma once

#include "app/base/time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ui {

class TimeBuckets
{
public:
    static constexpr size_t bucketsMax = 512;

    struct Bucket {
        uint32_t exchanges = 0, errors = 0;
        uint64_t bytes = 0;
    };

    // `by`: 1, or -1 to take it back.
    void add(base::Time when, int by, bool error, uint64_t bytes);
    const std::vector<Bucket> &buckets() const { return m_buckets; }
    base::Duration width() const { return m_width; }
    base::Time begin() const { return m_first * m_width; }   // of the first bucket

private:
    void widen();

    std::vector<Bucket> m_buckets;
    base::Duration m_width = 1'000'000'000;
    int64_t m_first = 0;   // its number since 1970
};

} // namespace ui
