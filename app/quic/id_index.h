// SPDX-License-Identifier: GPL-3.0-or-later
// Finds a connection by the id in a packet, wherever the packet comes from. Both ends of a connection may be observed, in one
// process even: so an id counts for the packets of one process in one direction.
#pragma once

#include "app/base/ids.h"
#include "app/quic/packet.h"

#include <map>
#include <tuple>

namespace quic {

class IdIndex
{
public:
    using Number = uint64_t;   // the caller's, of a connection

    // Empty ids name nothing. A known one stays with its connection.
    void add(uint32_t owner, base::Direction direction, const ConnectionId &id, Number connection)
    {
        if (!id.empty() && m_ids.try_emplace({owner, direction, id}, connection).second)
            ++m_ofLength[id.size()];
    }
    void remove(uint32_t owner, base::Direction direction, const ConnectionId &id, Number connection)
    {
        const auto it = m_ids.find({owner, direction, id});
        if (it == m_ids.end() || it->second != connection)
            return;
        m_ids.erase(it);
        --m_ofLength[id.size()];
    }
    // 0: none.
    Number find(uint32_t owner, base::Direction direction, const ConnectionId &id) const
    {
        const auto it = m_ids.find({owner, direction, id});
        return it == m_ids.end() ? 0 : it->second;
    }
    // By the bytes of a datagram, whose short header does not say how long its id is: the longest one that fits.
    Number find(uint32_t owner, base::Direction direction, std::span<const std::byte> datagram) const
    {
        if (hasLongHeader(datagram)) {
            const auto id = longDestination(datagram);
            return id ? find(owner, direction, *id) : 0;
        }
        for (size_t length = std::min(ConnectionId::sizeMax, datagram.empty() ? 0 : datagram.size() - 1); length > 0; --length)
            if (m_ofLength[length] > 0)
                if (const Number found = find(owner, direction, ConnectionId(datagram.subspan(1, length))))
                    return found;
        return 0;
    }
    size_t size() const { return m_ids.size(); }

private:
    std::map<std::tuple<uint32_t, base::Direction, ConnectionId>, Number> m_ids;
    std::array<size_t, ConnectionId::sizeMax + 1> m_ofLength{};
};

} // namespace quic
