// SPDX-License-Identifier: GPL-3.0-or-later
// Walks slices in runs of limited size: bodies may be larger than memory.
#pragma once

#include "app/base/slice.h"

#include <algorithm>
#include <vector>

namespace base {

class SliceSteps
{
public:
    // `slices` outlive this; `stepBytes` > 0.
    SliceSteps(std::span<const Slice> slices, size_t stepBytes) : m_slices(slices), m_stepBytes(stepBytes) {}

    // The next run; empty after the last.
    std::vector<Slice> next()
    {
        std::vector<Slice> step;
        size_t bytes = 0;
        while (m_index < m_slices.size() && bytes < m_stepBytes) {
            Slice slice = m_slices[m_index];
            slice.position += m_used;
            slice.length -= m_used;
            const auto take = uint32_t(std::min<size_t>(slice.length, m_stepBytes - bytes));
            m_used += take;
            if (take == slice.length) {
                ++m_index;
                m_used = 0;
            }
            slice.length = take;
            bytes += take;
            if (take > 0)
                step.push_back(slice);
        }
        return step;
    }

private:
    std::span<const Slice> m_slices;
    size_t m_stepBytes;
    size_t m_index = 0;
    uint32_t m_used = 0;
};

} // namespace base
