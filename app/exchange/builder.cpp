// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/builder.h"

#include <algorithm>
#include <utility>

namespace exchange {

std::string serverText(const Connection &connection)
{
    const bool server = connection.side == base::Side::Server;
    const base::Endpoint &end = server ? connection.local : connection.remote;
    const std::string &name = !connection.sni.empty() || server ? connection.sni : connection.remoteName;
    return name.empty() ? endpointText(end) : name + ':' + std::to_string(end.port);
}

void keepInterim(Exchange &exchange, std::span<const base::Slice> head)
{
    constexpr size_t slicesMax = 256; // some servers repeat 102 or 103 for as long as they work
    if (exchange.interim.size() + head.size() <= slicesMax)
        exchange.interim.insert(exchange.interim.end(), head.begin(), head.end());
}

Builder::Builder(Derive derive)
    : m_derive(std::move(derive))
{
}

Process &Builder::newProcess()
{
    const auto id = ProcessId(m_processes.size());
    m_processes.emplace_back().id = id;
    return process(id);
}

Process &Builder::process(ProcessId id)
{
    m_changedProcesses.insert(id);
    return m_processes[id];
}

Connection &Builder::newConnection()
{
    const auto id = ConnectionId(m_connections.size());
    m_connections.emplace_back().id = id;
    return connection(id);
}

Connection &Builder::connection(ConnectionId id)
{
    m_changedConnections.insert(id);
    return m_connections[id];
}

void Builder::tcp(ConnectionId id, const TcpFigures &figures)
{
    connection(id).tcp = figures;
    m_tcp.emplace_back(id, figures);
}

Exchange &Builder::newExchange(ConnectionId connectionId, base::Time time)
{
    const ExchangeId id = m_nextExchange++;
    Live &live = m_live[id];
    Exchange &exchange = live.exchange;
    exchange.id = id;
    exchange.connection = connectionId;
    const Connection &connection = m_connections[connectionId];
    exchange.process = connection.process;
    exchange.side = connection.side;
    exchange.tcpStart = connection.tcp;
    live.grownAt = time;
    m_changed.push_back(id);
    return exchange;
}

Exchange &Builder::newRow(ConnectionId connectionId, Kind kind, base::Time time)
{
    Exchange &exchange = newExchange(connectionId, time);
    exchange.kind = kind;
    exchange.request.begin = time;
    const Connection &connection = m_connections[connectionId];
    exchange.scheme = connection.tls ? "tls" : "tcp";
    exchange.host = serverText(connection);
    return exchange;
}

Exchange *Builder::live(ExchangeId id)
{
    const auto it = m_live.find(id);
    if (it == m_live.end())
        return nullptr;
    if (!it->second.changed) {
        it->second.changed = true;
        m_changed.push_back(id);
    }
    return &it->second.exchange;
}

Exchange *Builder::peekLive(ExchangeId id)
{
    const auto it = m_live.find(id);
    return it == m_live.end() ? nullptr : &it->second.exchange;
}

void Builder::grown(ExchangeId id, base::Time time)
{
    // A body of many slices is copied whole with each report: tell at most once a second of it.
    const auto it = m_live.find(id);
    if (it == m_live.end() || it->second.changed)
        return;
    Live &live = it->second;
    const size_t slices = live.exchange.request.body.size() + live.exchange.response.body.size();
    if (slices > 256 && time - live.grownAt < 1'000'000'000)
        return;
    live.grownAt = time;
    live.changed = true;
    m_changed.push_back(id);
}

void Builder::done(ExchangeId id)
{
    if (live(id))
        m_live.find(id)->second.ended = true;
}

Batch Builder::drain()
{
    Batch batch;
    batch.exchanges.reserve(m_changed.size());
    // Ids must arrive without holes, in order.
    std::sort(m_changed.begin(), m_changed.end());
    for (const ExchangeId id : m_changed) {
        const auto it = m_live.find(id);
        if (it == m_live.end())
            continue;
        it->second.changed = false;
        if (it->second.ended) {
            batch.exchanges.push_back(std::move(it->second.exchange));
            m_live.erase(it);
        } else {
            batch.exchanges.push_back(it->second.exchange);
        }
    }
    m_changed.clear();
    const auto collect = [](auto &ids, const auto &all, auto &into) {
        std::vector<uint32_t> sorted(ids.begin(), ids.end());
        std::sort(sorted.begin(), sorted.end());
        into.reserve(sorted.size());
        for (const uint32_t id : sorted)
            into.push_back(all[id]);
        ids.clear();
    };
    collect(m_changedConnections, m_connections, batch.connections);
    collect(m_changedProcesses, m_processes, batch.processes);
    batch.items = std::exchange(m_items, {});
    batch.tcp = std::exchange(m_tcp, {});
    batch.coverage = std::move(m_coverage);
    m_coverage.clear();
    batch.losses = std::move(m_losses);
    m_losses.clear();
    batch.capturedBytes = m_capturedBytes;
    return batch;
}

} // namespace exchange
