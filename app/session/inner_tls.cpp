// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/inner_tls.h"

#include <algorithm>

namespace session {

// RFC 8446, section 5.1.
void InnerTls::bytes(base::Direction direction, std::span<const std::byte> bytes)
{
    constexpr uint8_t firstType = 20, lastType = 24, applicationData = 23;
    Records &records = m_records[size_t(direction)];
    while (!bytes.empty() && !records.lost) {
        if (records.left > 0) {
            const size_t some = std::min(records.left, bytes.size());
            records.left -= some;
            bytes = bytes.subspan(some);
            continue;
        }
        records.head[records.headSize++] = uint8_t(bytes.front());
        bytes = bytes.subspan(1);
        if (records.headSize < records.head.size())
            continue;
        records.headSize = 0;
        records.left = size_t(records.head[3]) << 8 | records.head[4];
        records.lost = records.head[0] < firstType || records.head[0] > lastType || records.head[1] != 3;
        records.last = !records.lost && records.head[0] == applicationData ? records.left : 0;
    }
    if (records.lost)
        records.last = 0;
}

void InnerTls::gap(base::Direction direction)
{
    m_records[size_t(direction)].lost = true;
    m_records[size_t(direction)].last = 0;
}

} // namespace session
