// SPDX-License-Identifier: GPL-3.0-or-later
// The TCP figures of one connection over its life: at most samplesMax samples of about 50 bytes. When it is full,
// every second one is dropped, and of further samples only every second, fourth, eighth is kept.
#pragma once

#include "app/exchange/exchange.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace exchange {

class TcpSeries
{
public:
    static constexpr size_t samplesMax = 128;

    // Ignores a sample without a time, or not later than the last.
    void add(const TcpFigures &);
    size_t size() const { return m_places.size(); }
    // The samples in a time range, both ends included, in order.
    std::vector<TcpFigures> between(base::Time first, base::Time last) const;
    std::vector<TcpFigures> all() const;
    size_t memoryBytes() const { return m_packed.capacity() + m_places.capacity() * sizeof(Place); }

private:
    struct Place { base::Time time; uint32_t offset; };
    void append(const TcpFigures &);
    void thin();

    std::vector<uint8_t> m_packed;
    std::vector<Place> m_places;
    uint32_t m_stride = 1;      // one of this many samples is kept
    uint32_t m_skipped = 0;     // since the last one kept
};

} // namespace exchange
