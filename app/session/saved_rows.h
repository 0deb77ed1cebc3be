// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a capture that holds no bytes of calls but what they were parsed to: a masked one. They need no parser.
#pragma once

#include "app/exchange/exchange.h"
#include "privhelper/wire/messages.h"

#include <map>
#include <set>

namespace session {

class SavedRows
{
public:
    static constexpr size_t batchMax = 64 << 20;    // bytes of one batch; a longer one is dropped

    void take(const wire::Rows &);
    // No more will come: what is still in progress was cut.
    void finish();
    // Appends what has come since the last call.
    void moveTo(exchange::Batch &);

private:
    void add(exchange::Batch &&);

    std::vector<std::byte> m_bytes;     // of a batch that is not complete
    bool m_dropped = false;
    exchange::Batch m_ready;
    std::map<base::ExchangeId, exchange::Exchange> m_inProgress;
    uint32_t m_processes = 0, m_connections = 0, m_exchanges = 0;
    std::set<base::ConnectionId> m_merged, m_carriers;
    uint64_t m_damaged = 0;
};

} // namespace session
