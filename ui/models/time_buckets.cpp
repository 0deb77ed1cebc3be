// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/time_buckets.h"

#include <algorithm>
#include <utility>

namespace ui {

void TimeBuckets::add(base::Time when, int by, bool error, uint64_t bytes)
{
    if (when <= 0)
        return;
    if (m_buckets.empty()) {
        m_first = when / m_width;
        m_buckets.emplace_back();
    }
    const auto reach = [&] { return std::max(when / m_width, m_first + int64_t(m_buckets.size()) - 1) - std::min(when / m_width, m_first) + 1; };
    while (reach() > int64_t(bucketsMax))
        widen();
    const int64_t number = when / m_width;
    if (number < m_first) {
        m_buckets.insert(m_buckets.begin(), size_t(m_first - number), Bucket());
        m_first = number;
    }
    if (number - m_first >= int64_t(m_buckets.size()))
        m_buckets.resize(size_t(number - m_first) + 1);
    Bucket &bucket = m_buckets[size_t(number - m_first)];
    bucket.exchanges += uint32_t(by);
    bucket.errors += error ? uint32_t(by) : 0;
    bucket.bytes += by > 0 ? bytes : -bytes;
}

void TimeBuckets::widen()
{
    const int64_t first = m_first / 2;
    std::vector<Bucket> wider(size_t((m_first + int64_t(m_buckets.size()) - 1) / 2 - first) + 1);
    for (size_t i = 0; i < m_buckets.size(); ++i) {
        Bucket &into = wider[size_t((m_first + int64_t(i)) / 2 - first)];
        into.exchanges += m_buckets[i].exchanges;
        into.errors += m_buckets[i].errors;
        into.bytes += m_buckets[i].bytes;
    }
    m_buckets = std::move(wider);
    m_first = first;
    m_width *= 2;
}

} // namespace ui
