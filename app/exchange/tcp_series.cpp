// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/tcp_series.h"

#include "app/exchange/tcp_packing.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

namespace exchange {

void TcpSeries::add(const TcpFigures &tcp)
{
    if (tcp.time == 0 || (!m_places.empty() && tcp.time <= m_places.back().time))
        return;
    if (++m_skipped < m_stride)
        return;
    m_skipped = 0;
    if (m_places.size() == samplesMax)
        thin();
    append(tcp);
}

void TcpSeries::append(const TcpFigures &tcp)
{
    m_places.push_back({tcp.time, uint32_t(m_packed.size())});
    packing::Writer writer(m_packed, 0);
    packFigures(tcp, nullptr, writer);
}

void TcpSeries::thin()
{
    const std::vector<TcpFigures> before = all();
    m_packed.clear();
    m_places.clear();
    for (size_t i = 0; i < before.size(); i += 2)
        append(before[i]);
    m_stride *= 2;
}

std::vector<TcpFigures> TcpSeries::between(base::Time first, base::Time last) const
{
    std::vector<TcpFigures> found;
    for (auto place = std::ranges::lower_bound(m_places, first, {}, &Place::time);
         place != m_places.end() && place->time <= last; ++place) {
        packing::Reader reader{std::span<const uint8_t>(m_packed).subspan(place->offset)};
        found.push_back(unpackFigures(nullptr, reader));
        found.back().time = place->time;
    }
    return found;
}

std::vector<TcpFigures> TcpSeries::all() const
{
    return between(std::numeric_limits<base::Time>::min(), std::numeric_limits<base::Time>::max());
}

} // namespace exchange
