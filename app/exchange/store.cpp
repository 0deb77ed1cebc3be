// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/store.h"

#include "app/exchange/record.h"
#include "app/exchange/store_columns.h"

#include <algorithm>
#include <utility>

namespace exchange {

namespace {

// Ids are dense: one that skips ahead has no row and is ignored.
template <typename Row>
void takeRow(Row &row, Rows<Row> &to)
{
    if (Row *known = to.find(row.id))
        *known = std::move(row);
    else if (row.id == to.size())
        to.push(std::move(row));
}

// In order of ids; rows with equal ids in order of arrival, so that the last one remains.
template <typename Row, typename Take>
void takeById(std::vector<Row> &&rows, Take take)
{
    if (std::ranges::is_sorted(rows, {}, &Row::id)) {
        std::ranges::for_each(rows, take);
        return;
    }
    std::vector<Row *> order;
    order.reserve(rows.size());
    for (Row &row : rows)
        order.push_back(&row);
    std::ranges::sort(order, {}, [](const Row *row) { return std::pair(row->id, row); });
    for (Row *row : order)
        take(*row);
}

} // namespace

Store::Store()
    : m(std::make_unique<Columns>())
{
}

Store::~Store() = default;
Store::Store(Store &&) noexcept = default;
Store &Store::operator=(Store &&) noexcept = default;

Store::Change Store::apply(Batch &&batch)
{
    takeById(std::move(batch.processes), [this](Process &process) { takeRow(process, m->processes); });
    Change change{{}, size(), {}, std::move(batch.endedConnections), std::move(batch.endedProcesses)};
    std::vector<ConnectionId> merged;
    change.connections.reserve(batch.connections.size());
    for (const Connection &connection : batch.connections) {
        change.connections.push_back(connection.id);
        if (connection.mergedInto != base::noId)
            merged.push_back(connection.id);
    }
    takeById(std::move(batch.connections), [this](Connection &connection) { takeRow(connection, m->connections); });
    while (m->firstOfConnection.size() < m->connections.size())
        m->firstOfConnection.push(base::noId);
    for (const ConnectionId id : merged)
        m->join(id);
    for (const auto &[id, figures] : batch.tcp)
        if (id >= m->connections.size() || m->connections.find(id))
            m->tcp[id].add(figures);
    if (!batch.losses.empty())
        m->losses = std::move(batch.losses);
    m->takeCoverage(std::move(batch.coverage));
    m->capturedBytes = std::max(m->capturedBytes, batch.capturedBytes);

    takeById(std::move(batch.exchanges), [&](Exchange &exchange) {
        const ExchangeId id = exchange.id;
        if (id > size() || id == base::noId)
            return;
        if (id == size())
            m->append();
        else if (id < change.firstNew)
            change.changed.push_back(id);
        m->put(id, std::move(exchange));
    });
    const size_t replaced = change.changed.size();
    for (const auto &[id, item] : batch.items) {
        if (m->place(id) == released)
            continue;
        m->items[id].add(item);
        if (id < change.firstNew && (change.changed.size() == replaced || change.changed.back() != id))
            change.changed.push_back(id);
    }
    if (change.changed.size() != replaced) {
        std::sort(change.changed.begin(), change.changed.end());
        change.changed.erase(std::unique(change.changed.begin(), change.changed.end()), change.changed.end());
    }
    return change;
}

void Store::release(std::span<const ExchangeId> ids, const Change &change, std::span<const ExchangeId> kept)
{
    for (const ExchangeId id : ids)
        m->release(id);
    m->endedConnections.insert(m->endedConnections.end(), change.endedConnections.begin(), change.endedConnections.end());
    m->endedProcesses.insert(m->endedProcesses.end(), change.endedProcesses.begin(), change.endedProcesses.end());
    m->releaseEnded(kept);
    m->releaseNames(kept, *this);
}

void Store::clear()
{
    m = std::make_unique<Columns>();
}

uint32_t Store::size() const
{
    return m->count;
}

Exchange Store::exchange(ExchangeId id) const
{
    const Arena::Place place = m->place(id);
    if (place == released)
        return {};
    if (place == live) {
        const auto found = m->inProgress.find(id);
        Exchange result = found == m->inProgress.end() ? Exchange{} : found->second;
        result.connection = m->carrier(result.connection);
        return result;
    }
    Exchange result;
    result.id = id;
    result.connection = connection(id);
    result.process = process(id);
    const Marks marks = m->value(id, &ExchangeBlock::marks);
    result.kind = marks.kind;
    result.state = marks.state;
    result.side = marks.side;
    result.protocol = marks.protocol;
    result.method = method(id);
    result.scheme = scheme(id);
    result.host = host(id);
    result.status = status(id);
    result.reason = reason(id);
    result.contentType = contentType(id);
    result.operation = operation(id);
    result.outcome = marks.outcome;
    result.dialect = marks.dialect;
    result.lostBytes = lostBytes(id);
    const base::Time begin = m->value(id, &ExchangeBlock::begin);
    result.contentEncoding = m->names.get(unpackRecord(m->records.from(place), begin, result));
    return result;
}

Kind Store::kind(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::marks).kind;
}

State Store::state(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::marks).state;
}

base::Side Store::side(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::marks).side;
}

protocols::Protocol Store::protocol(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::marks).protocol;
}

std::string_view Store::method(ExchangeId id) const
{
    return name(methodName(id));
}

std::string_view Store::scheme(ExchangeId id) const
{
    return name(schemeName(id));
}

std::string_view Store::host(ExchangeId id) const
{
    return name(hostName(id));
}

std::string_view Store::contentType(ExchangeId id) const
{
    return name(contentTypeName(id));
}

std::string_view Store::reason(ExchangeId id) const
{
    return name(m->value(id, &ExchangeBlock::reason));
}

std::string_view Store::operation(ExchangeId id) const
{
    return name(operationName(id));
}

protocols::Outcome Store::outcome(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::marks).outcome;
}

protocols::Dialect Store::dialect(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::marks).dialect;
}

std::string_view Store::path(ExchangeId id) const
{
    const Arena::Place place = m->place(id);
    if (place != live)
        return place == released ? std::string_view{} : recordPath(m->records.from(place));
    const auto found = m->inProgress.find(id);
    return found == m->inProgress.end() ? std::string_view{} : std::string_view(found->second.path);
}

int Store::status(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::status);
}

base::Time Store::begin(ExchangeId id) const
{
    const base::Time begin = m->value(id, &ExchangeBlock::begin);
    const ConnectionId carrier = m->value(id, &ExchangeBlock::connection, base::noId);
    // A connection that carried nothing has no first byte; its row is placed at the time of the attempt.
    return begin == 0 && carrier < m->connections.size() ? m->connections[carrier].opened : begin;
}

base::Duration Store::duration(ExchangeId id) const
{
    const base::Duration duration = m->value(id, &ExchangeBlock::duration, base::unknownDuration);
    const ConnectionId carrier = m->value(id, &ExchangeBlock::connection, base::noId);
    if (duration != base::unknownDuration || m->value(id, &ExchangeBlock::begin) || carrier >= m->connections.size())
        return duration;
    const Connection &connection = m->connections[carrier];
    return connection.opened && connection.closed >= connection.opened ? connection.closed - connection.opened : duration;
}

base::Duration Store::wait(ExchangeId id) const
{
    const Arena::Place place = m->place(id);
    if (place == released)
        return base::unknownDuration;
    if (place != live)
        return recordWait(m->records.from(place), m->value(id, &ExchangeBlock::begin));
    const auto found = m->inProgress.find(id);
    return found == m->inProgress.end() ? base::unknownDuration : waitOf(found->second);
}

uint64_t Store::stream(ExchangeId id) const
{
    const Arena::Place place = m->place(id);
    if (place == released)
        return 0;
    if (place != live)
        return recordStream(m->records.from(place), m->value(id, &ExchangeBlock::begin));
    const auto found = m->inProgress.find(id);
    return found == m->inProgress.end() ? 0 : found->second.stream;
}

Moments Store::moments(ExchangeId id) const
{
    const Arena::Place place = m->place(id);
    if (place == released)
        return {};
    if (place != live)
        return recordMoments(m->records.from(place), m->value(id, &ExchangeBlock::begin));
    const auto found = m->inProgress.find(id);
    return found == m->inProgress.end() ? Moments{} : momentsOf(found->second);
}

Trail Store::trail(ExchangeId id) const
{
    const Arena::Place place = m->place(id);
    if (place == released)
        return {};
    if (place != live)
        return recordTrail(m->records.from(place), m->value(id, &ExchangeBlock::begin));
    const auto found = m->inProgress.find(id);
    if (found == m->inProgress.end())
        return {};
    const Exchange &exchange = found->second;
    return {momentsOf(exchange), exchange.tid, exchange.answerTid, exchange.trace};
}

uint64_t Store::requestBytes(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::requestBytes);
}

uint64_t Store::responseBytes(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::responseBytes);
}

uint64_t Store::lostBytes(ExchangeId id) const
{
    const auto found = m->lostBytes.find(id);
    return found == m->lostBytes.end() ? 0 : found->second;
}

ConnectionId Store::connection(ExchangeId id) const
{
    return m->carrier(m->value(id, &ExchangeBlock::connection, base::noId));
}

ProcessId Store::process(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::process, base::noId);
}

bool Store::firstOfConnection(ExchangeId id) const
{
    const ConnectionId carrier = connection(id);
    return carrier < m->firstOfConnection.size() && m->firstOfConnection[carrier] == id;
}

Store::NameId Store::methodName(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::method);
}

Store::NameId Store::schemeName(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::scheme);
}

Store::NameId Store::hostName(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::host);
}

Store::NameId Store::contentTypeName(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::contentType);
}

Store::NameId Store::operationName(ExchangeId id) const
{
    return m->value(id, &ExchangeBlock::operation);
}

uint32_t Store::itemCount(ExchangeId id) const
{
    const auto found = m->items.find(id);
    return found == m->items.end() ? 0 : found->second.size();
}

Item Store::item(ExchangeId id, uint32_t index) const
{
    const auto found = m->items.find(id);
    return found == m->items.end() ? Item{} : found->second.item(index);
}

ItemList Store::items(ExchangeId id) const
{
    const auto found = m->items.find(id);
    return found == m->items.end() ? ItemList{} : found->second;
}

uint64_t Store::itemsBeyond(ExchangeId id) const
{
    const auto found = m->items.find(id);
    return found == m->items.end() ? 0 : found->second.beyond();
}

uint32_t Store::nameCount() const
{
    return m->names.size();
}

std::string_view Store::name(NameId id) const
{
    return id < m->names.size() ? m->names.get(id) : std::string_view{};
}

const Connections &Store::connections() const
{
    return m->connections;
}

std::vector<TcpFigures> Store::tcp(ConnectionId id, base::Time first, base::Time last) const
{
    const auto found = m->tcp.find(m->carrier(id));
    return found == m->tcp.end() ? std::vector<TcpFigures>{} : found->second.between(first, last);
}

const Processes &Store::processes() const
{
    return m->processes;
}

std::span<const Coverage> Store::coverage() const
{
    return m->coverage;
}

std::span<const Loss> Store::losses() const
{
    return m->losses;
}

uint64_t Store::capturedBytes() const
{
    return m->capturedBytes;
}

size_t Store::memoryBytes() const
{
    return m->memoryBytes();
}

} // namespace exchange
