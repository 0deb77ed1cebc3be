// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/builder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace exchange {

std::string serverText(const Connection &connection)
{
    for (const protocols::prefix::Prefix &prefix : connection.prefixes)
        if (!prefix.target.empty())
            return prefix.target;
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

Builder::Builder(base::DerivedBytes &derived, uint64_t bodyMax, std::shared_ptr<NextIds> ids, std::string machine)
    : m_derived(derived)
    , m_bodyMax(bodyMax)
    , m_ids(std::move(ids))
    , m_machine(std::move(machine))
{
}

Process &Builder::newProcess()
{
    const ProcessId id = m_ids->process++;
    Process &row = m_processes[id];
    row.id = id;
    row.machine = m_machine;
    return process(id);
}

Process &Builder::process(ProcessId id)
{
    m_changedProcesses.insert(id);
    return m_processes.at(id);
}

const Process &Builder::peekProcess(ProcessId id) const
{
    return m_processes.at(id);
}

void Builder::forgetProcess(ProcessId id)
{
    m_overProcesses.push_back(id);
}

Connection &Builder::newConnection()
{
    const ConnectionId id = m_ids->connection++;
    Connection &row = m_connections[id];
    row.id = id;
    row.machine = m_machine;
    return connection(id);
}

Connection &Builder::connection(ConnectionId id)
{
    m_changedConnections.insert(id);
    return m_connections.at(id);
}

const Connection &Builder::peekConnection(ConnectionId id) const
{
    return m_connections.at(id);
}

void Builder::forgetConnection(ConnectionId id)
{
    m_overConnections.push_back(id);
}

base::Slice Builder::derive(std::span<const std::byte> bytes)
{
    const auto slice = m_derived.append(bytes);
    if (slice)
        return *slice;
    lost(std::string("derived contents could not be written: ") + std::strerror(slice.error()), bytes.size());
    // Consecutive lost slices get adjacent positions, like others.
    const base::Slice gap{base::Slice::lostBit | m_unwritten, uint32_t(bytes.size()), 0};
    m_unwritten += bytes.size();
    return gap;
}

void Builder::losses(std::vector<Loss> all)
{
    m_helperLosses = std::move(all);
    m_lossesChanged = true;
}

void Builder::lost(const std::string &cause, uint64_t bytes, uint64_t events)
{
    Totals &totals = m_ownLosses[cause];
    totals.events += events;
    totals.bytes += bytes;
    m_lossesChanged = true;
}

void Builder::tcp(ConnectionId id, const TcpFigures &figures)
{
    connection(id).tcp = figures;
    m_tcp.emplace_back(id, figures);
}

Exchange &Builder::newExchange(ConnectionId connectionId, base::Time time)
{
    const ExchangeId id = m_ids->exchange++;
    Live &live = m_live[id];
    Exchange &exchange = live.exchange;
    exchange.id = id;
    exchange.connection = connectionId;
    const Connection &connection = peekConnection(connectionId);
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
    const Connection &connection = peekConnection(connectionId);
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
    // Anyone displaying a body of many slices unpacks all of them on each report: one per second is enough.
    const auto it = m_live.find(id);
    if (it == m_live.end() || it->second.changed)
        return;
    Live &live = it->second;
    const uint64_t slices = live.exchange.request.bodySlices() + live.exchange.response.bodySlices();
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

namespace {

// The exchange with only those slices of its bodies that no batch contained yet.
Exchange newsOf(Exchange &exchange)
{
    std::array<std::vector<base::Slice>, 2> slices{std::move(exchange.request.body), std::move(exchange.response.body)};
    exchange.request.body.clear();
    exchange.response.body.clear();
    Exchange news = exchange;
    exchange.request.bodyBefore += slices[0].size();
    exchange.response.bodyBefore += slices[1].size();
    news.request.body = std::move(slices[0]);
    news.response.body = std::move(slices[1]);
    return news;
}

} // namespace

Batch Builder::drain()
{
    Batch batch;
    batch.exchanges.reserve(m_changed.size());
    // Ids must arrive in order, without gaps.
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
            batch.exchanges.push_back(newsOf(it->second.exchange));
        }
    }
    m_changed.clear();
    const auto collect = [](auto &ids, const auto &all, auto &into) {
        std::vector<uint32_t> sorted(ids.begin(), ids.end());
        std::sort(sorted.begin(), sorted.end());
        into.reserve(sorted.size());
        for (const uint32_t id : sorted)
            if (const auto row = all.find(id); row != all.end())
                into.push_back(row->second);
        ids.clear();
    };
    collect(m_changedConnections, m_connections, batch.connections);
    collect(m_changedProcesses, m_processes, batch.processes);
    batch.items = std::exchange(m_items, {});
    batch.tcp = std::exchange(m_tcp, {});
    batch.coverage = std::move(m_coverage);
    m_coverage.clear();
    if (std::exchange(m_lossesChanged, false)) {
        batch.losses = m_helperLosses;
        for (const auto &[cause, totals] : m_ownLosses)
            batch.losses.push_back({cause, totals.events, totals.bytes});
    }
    batch.endedConnections = std::exchange(m_overConnections, {});
    batch.endedProcesses = std::exchange(m_overProcesses, {});
    for (const ConnectionId id : batch.endedConnections)
        m_connections.erase(id);
    for (const ProcessId id : batch.endedProcesses)
        m_processes.erase(id);
    batch.capturedBytes = m_capturedBytes;
    return batch;
}

} // namespace exchange
