// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/saved_rows.h"

#include "app/exchange/batch_bytes.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace session {

namespace {

constexpr const char *unreadable = "rows of the file that cannot be read";

// A row that exists, or the next one: then there is one more.
bool isRow(uint32_t id, uint32_t &count)
{
    if (id == base::noId || id > count)
        return false;
    count = std::max(count, id + 1);
    return true;
}

void keepExisting(uint32_t &id, uint32_t count)
{
    id = id < count ? id : base::noId;
}

// Only the file's own bytes can be meant.
void keepWithin(std::vector<base::Slice> &slices)
{
    std::erase_if(slices, [](const base::Slice &slice) { return slice.derived() || slice.lost(); });
}

template <typename Row> void append(std::vector<Row> &to, std::vector<Row> &from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

void SavedRows::take(const wire::Rows &rows)
{
    m_dropped = m_dropped || rows.format != wire::Rows::thisFormat || m_bytes.size() + rows.bytes.size() > batchMax;
    if (m_dropped)
        m_bytes.clear();
    else
        m_bytes.insert(m_bytes.end(), rows.bytes.begin(), rows.bytes.end());
    if (rows.more)
        return;
    auto batch = m_dropped ? std::nullopt : exchange::batchFromBytes(m_bytes);
    m_bytes.clear();
    m_dropped = false;
    if (batch)
        return add(std::move(*batch));
    if (m_ready.losses.empty() || m_ready.losses.back().cause != unreadable)
        m_ready.losses.push_back({unreadable, 0, 0});
    m_ready.losses.back().events = ++m_damaged;
}

void SavedRows::add(exchange::Batch &&batch)
{
    std::erase_if(batch.processes, [&](const exchange::Process &process) { return !isRow(process.id, m_processes); });
    std::erase_if(batch.connections, [&](const exchange::Connection &connection) { return !isRow(connection.id, m_connections); });
    std::erase_if(batch.exchanges, [&](const exchange::Exchange &exchange) { return !isRow(exchange.id, m_exchanges); });
    std::erase_if(batch.items, [&](const auto &item) { return item.first >= m_exchanges; });
    std::erase_if(batch.tcp, [&](const auto &sample) { return sample.first >= m_connections; });
    std::erase_if(batch.endedConnections, [&](uint32_t id) { return id >= m_connections; });
    std::erase_if(batch.endedProcesses, [&](uint32_t id) { return id >= m_processes; });
    for (exchange::Connection &connection : batch.connections) {
        keepExisting(connection.process, m_processes);
        keepExisting(connection.mergedInto, m_connections);
        // In one step, so that nothing leads back.
        const base::ConnectionId into = connection.mergedInto;
        if (into == connection.id || m_merged.contains(into) || m_carriers.contains(connection.id))
            connection.mergedInto = base::noId;
        else if (into != base::noId)
            m_merged.insert(connection.id), m_carriers.insert(into);
    }
    for (exchange::Exchange &exchange : batch.exchanges) {
        keepExisting(exchange.connection, m_connections);
        keepExisting(exchange.process, m_processes);
        for (exchange::Message *half : {&exchange.request, &exchange.response})
            for (auto *slices : {&half->head, &half->body, &half->trailers})
                keepWithin(*slices);
        keepWithin(exchange.interim);
        if (exchange.state == exchange::State::InProgress)
            m_inProgress[exchange.id] = exchange;
        else
            m_inProgress.erase(exchange.id);
    }
    for (auto &[id, item] : batch.items)
        keepWithin(item.slices);
    append(m_ready.processes, batch.processes);
    append(m_ready.connections, batch.connections);
    append(m_ready.exchanges, batch.exchanges);
    append(m_ready.items, batch.items);
    append(m_ready.tcp, batch.tcp);
    append(m_ready.endedConnections, batch.endedConnections);
    append(m_ready.endedProcesses, batch.endedProcesses);
    append(m_ready.coverage, batch.coverage);
    if (!batch.losses.empty())
        m_ready.losses = std::move(batch.losses);
    m_ready.capturedBytes = std::max(m_ready.capturedBytes, batch.capturedBytes);
}

void SavedRows::finish()
{
    for (auto &[id, exchange] : std::exchange(m_inProgress, {})) {
        exchange.state = exchange::State::Cut;
        for (exchange::Message *half : {&exchange.request, &exchange.response})
            half->fault = half->complete || half->fault != protocols::Fault::None || !half->begin ? half->fault : protocols::Fault::CaptureEnded;
        m_ready.exchanges.push_back(std::move(exchange));
    }
}

void SavedRows::moveTo(exchange::Batch &batch)
{
    append(batch.processes, m_ready.processes);
    append(batch.connections, m_ready.connections);
    append(batch.exchanges, m_ready.exchanges);
    append(batch.items, m_ready.items);
    append(batch.tcp, m_ready.tcp);
    append(batch.endedConnections, m_ready.endedConnections);
    append(batch.endedProcesses, m_ready.endedProcesses);
    append(batch.coverage, m_ready.coverage);
    append(batch.losses, m_ready.losses);
    batch.capturedBytes = std::max(batch.capturedBytes, m_ready.capturedBytes);
    m_ready = {};
}

} // namespace session
