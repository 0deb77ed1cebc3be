// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/store.h"

#include "app/exchange/columns.h"
#include "app/exchange/item_list.h"
#include "app/exchange/record.h"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

namespace exchange {

namespace {

struct Marks {
    Kind kind;
    State state;
    base::Side side;
    protocols::Protocol protocol;
    protocols::Outcome outcome;
};

// Where the rarely read part is: packed in the arena, or still among the live ones.
constexpr Arena::Place live = std::numeric_limits<Arena::Place>::max();

base::Time beginOf(const Exchange &exchange)
{
    const base::Time request = exchange.request.begin;
    const base::Time response = exchange.response.begin;
    if (request == 0 || response == 0)
        return request + response;
    return std::min(request, response);
}

base::Duration durationOf(const Exchange &exchange, base::Time begin)
{
    if (exchange.state == State::InProgress || begin == 0)
        return base::unknownDuration;
    const Message &request = exchange.request;
    const Message &response = exchange.response;
    const base::Time last = std::max({request.begin, request.headEnd, request.end, response.begin, response.headEnd, response.end});
    return std::max<base::Duration>(0, last - begin);
}

uint64_t movedBytes(const Message &message)
{
    return message.bodyBytes + message.bodyLost;
}

template <typename Row>
void sortById(std::vector<Row> &rows)
{
    const auto before = [](const Row &a, const Row &b) { return a.id < b.id; };
    if (!std::is_sorted(rows.begin(), rows.end(), before))
        std::stable_sort(rows.begin(), rows.end(), before);
}

// Ids are dense: one that skips ahead has no row to go to and is left out.
template <typename Row>
void takeRows(std::vector<Row> &&from, std::vector<Row> &to)
{
    sortById(from);
    for (Row &row : from) {
        if (row.id < to.size())
            to[row.id] = std::move(row);
        else if (row.id == to.size())
            to.push_back(std::move(row));
    }
}

size_t heldBytes(const Message &message)
{
    return (message.head.capacity() + message.body.capacity() + message.trailers.capacity()) * sizeof(base::Slice);
}

} // namespace

struct Store::Columns {
    Column<base::Time> begin;
    Column<base::Duration> duration;
    Column<uint64_t> requestBytes, responseBytes;
    Column<ConnectionId> connection;
    Column<ProcessId> process;
    Column<Marks> marks;
    Column<uint16_t> status;
    Column<NameId> method, scheme, host, reason, contentType, operation;
    Column<Arena::Place> record;
    Arena records;
    StringPool names;
    std::unordered_map<ExchangeId, Exchange> inProgress;
    std::unordered_map<ExchangeId, uint64_t> lostBytes; // few rows have any
    std::unordered_map<ExchangeId, ItemList> items;     // likewise
    std::vector<Connection> connections;
    std::vector<ExchangeId> firstOfConnection;
    std::vector<Process> processes;
    std::vector<Coverage> coverage;
    std::map<std::pair<uint32_t, std::string>, size_t> coverageRows;
    std::vector<Loss> losses;
    uint64_t capturedBytes = 0;
    std::vector<uint8_t> scratch;

    uint32_t size() const { return record.size(); }
    // The connection that one turned out to be.
    ConnectionId carrier(ConnectionId id) const
    {
        for (int hops = 0; hops < 4 && id < connections.size() && connections[id].mergedInto < connections.size(); ++hops)
            id = connections[id].mergedInto;
        return id;
    }
    // A merged connection's first exchange may be the first of both.
    void join(ConnectionId id)
    {
        const ConnectionId into = carrier(id);
        if (id < connections.size() && into < connections.size())
            firstOfConnection[into] = std::min(firstOfConnection[into], firstOfConnection[id]);
    }
    void append();
    void put(ExchangeId, Exchange &&);
    void takeCoverage(std::vector<Coverage> &&);
    std::span<const uint8_t> packed(ExchangeId id) const { return records.from(record.get(id)); }
};

void Store::Columns::append()
{
    begin.push(0);
    duration.push(base::unknownDuration);
    requestBytes.push(0);
    responseBytes.push(0);
    connection.push(base::noId);
    process.push(base::noId);
    marks.push({});
    status.push(0);
    method.push(0);
    scheme.push(0);
    host.push(0);
    reason.push(0);
    contentType.push(0);
    operation.push(0);
    record.push(live);
}

void Store::Columns::put(ExchangeId id, Exchange &&exchange)
{
    const base::Time first = beginOf(exchange);
    begin.set(id, first);
    duration.set(id, durationOf(exchange, first));
    requestBytes.set(id, movedBytes(exchange.request));
    responseBytes.set(id, movedBytes(exchange.response));
    connection.set(id, exchange.connection);
    process.set(id, exchange.process);
    marks.set(id, {exchange.kind, exchange.state, exchange.side, exchange.protocol, exchange.outcome});
    status.set(id, uint16_t(std::clamp(exchange.status, 0, 0xffff)));
    method.set(id, names.intern(exchange.method));
    scheme.set(id, names.intern(exchange.scheme));
    host.set(id, names.intern(exchange.host));
    reason.set(id, names.intern(exchange.reason));
    contentType.set(id, names.intern(exchange.contentType));
    operation.set(id, names.intern(exchange.operation));
    if (exchange.lostBytes)
        lostBytes[id] = exchange.lostBytes;
    else if (!lostBytes.empty())
        lostBytes.erase(id);
    if (const ConnectionId on = carrier(exchange.connection); on < firstOfConnection.size())
        firstOfConnection[on] = std::min(firstOfConnection[on], id);

    if (exchange.state == State::InProgress) {
        record.set(id, live);
        inProgress.insert_or_assign(id, std::move(exchange));
        return;
    }
    scratch.clear();
    packRecord(exchange, first, names.intern(exchange.contentEncoding), scratch);
    record.set(id, records.add(scratch));
    inProgress.erase(id);
}

void Store::Columns::takeCoverage(std::vector<Coverage> &&rows)
{
    for (Coverage &row : rows) {
        const auto [known, isNew] = coverageRows.try_emplace({row.pid, row.library}, coverage.size());
        if (isNew)
            coverage.push_back(std::move(row));
        else
            coverage[known->second] = std::move(row);
    }
}

Store::Store()
    : m(std::make_unique<Columns>())
{
}

Store::~Store() = default;
Store::Store(Store &&) noexcept = default;
Store &Store::operator=(Store &&) noexcept = default;

Store::Change Store::apply(Batch &&batch)
{
    takeRows(std::move(batch.processes), m->processes);
    std::vector<ConnectionId> merged;
    for (const Connection &connection : batch.connections)
        if (connection.mergedInto != base::noId)
            merged.push_back(connection.id);
    takeRows(std::move(batch.connections), m->connections);
    m->firstOfConnection.resize(m->connections.size(), base::noId);
    for (const ConnectionId id : merged)
        m->join(id);
    if (!batch.losses.empty())
        m->losses = std::move(batch.losses);
    m->takeCoverage(std::move(batch.coverage));
    m->capturedBytes = std::max(m->capturedBytes, batch.capturedBytes);

    Change change{{}, size()};
    sortById(batch.exchanges);
    for (Exchange &exchange : batch.exchanges) {
        const ExchangeId id = exchange.id;
        if (id > size() || id == base::noId)
            continue;
        if (id == size())
            m->append();
        else if (id < change.firstNew)
            change.changed.push_back(id);
        m->put(id, std::move(exchange));
    }
    const size_t replaced = change.changed.size();
    for (const auto &[id, item] : batch.items) {
        if (id >= size())
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

void Store::clear()
{
    m = std::make_unique<Columns>();
}

uint32_t Store::size() const
{
    return m->size();
}

Exchange Store::exchange(ExchangeId id) const
{
    if (id >= size())
        return {};
    if (m->record.get(id) == live) {
        const auto found = m->inProgress.find(id);
        Exchange result = found == m->inProgress.end() ? Exchange{} : found->second;
        result.connection = m->carrier(result.connection);
        return result;
    }
    Exchange result;
    result.id = id;
    result.connection = connection(id);
    result.process = m->process.get(id);
    const Marks marks = m->marks.get(id);
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
    result.lostBytes = lostBytes(id);
    result.contentEncoding = m->names.get(unpackRecord(m->packed(id), m->begin.get(id), result));
    return result;
}

Kind Store::kind(ExchangeId id) const
{
    return id < size() ? m->marks.get(id).kind : Kind{};
}

State Store::state(ExchangeId id) const
{
    return id < size() ? m->marks.get(id).state : State{};
}

base::Side Store::side(ExchangeId id) const
{
    return id < size() ? m->marks.get(id).side : base::Side{};
}

protocols::Protocol Store::protocol(ExchangeId id) const
{
    return id < size() ? m->marks.get(id).protocol : protocols::Protocol{};
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
    return id < size() ? name(m->reason.get(id)) : std::string_view{};
}

std::string_view Store::operation(ExchangeId id) const
{
    return name(operationName(id));
}

protocols::Outcome Store::outcome(ExchangeId id) const
{
    return id < size() ? m->marks.get(id).outcome : protocols::Outcome{};
}

std::string_view Store::path(ExchangeId id) const
{
    if (id >= size())
        return {};
    if (m->record.get(id) != live)
        return recordPath(m->packed(id));
    const auto found = m->inProgress.find(id);
    return found == m->inProgress.end() ? std::string_view{} : std::string_view(found->second.path);
}

int Store::status(ExchangeId id) const
{
    return id < size() ? m->status.get(id) : 0;
}

base::Time Store::begin(ExchangeId id) const
{
    if (id >= size())
        return 0;
    const base::Time begin = m->begin.get(id);
    const ConnectionId carrier = m->connection.get(id);
    // A connection that carried nothing has no first byte; its row stands where it was tried.
    return begin == 0 && carrier < m->connections.size() ? m->connections[carrier].opened : begin;
}

base::Duration Store::duration(ExchangeId id) const
{
    if (id >= size())
        return base::unknownDuration;
    const base::Duration duration = m->duration.get(id);
    const ConnectionId carrier = m->connection.get(id);
    if (duration != base::unknownDuration || m->begin.get(id) || carrier >= m->connections.size())
        return duration;
    const Connection &connection = m->connections[carrier];
    return connection.opened && connection.closed >= connection.opened ? connection.closed - connection.opened : duration;
}

base::Duration Store::wait(ExchangeId id) const
{
    if (id >= size())
        return base::unknownDuration;
    if (m->record.get(id) != live)
        return recordWait(m->packed(id), m->begin.get(id));
    const auto found = m->inProgress.find(id);
    return found == m->inProgress.end() ? base::unknownDuration : waitOf(found->second);
}

uint64_t Store::requestBytes(ExchangeId id) const
{
    return id < size() ? m->requestBytes.get(id) : 0;
}

uint64_t Store::responseBytes(ExchangeId id) const
{
    return id < size() ? m->responseBytes.get(id) : 0;
}

uint64_t Store::lostBytes(ExchangeId id) const
{
    const auto found = m->lostBytes.find(id);
    return found == m->lostBytes.end() ? 0 : found->second;
}

ConnectionId Store::connection(ExchangeId id) const
{
    return id < size() ? m->carrier(m->connection.get(id)) : base::noId;
}

ProcessId Store::process(ExchangeId id) const
{
    return id < size() ? m->process.get(id) : base::noId;
}

bool Store::firstOfConnection(ExchangeId id) const
{
    const ConnectionId carrier = connection(id);
    return carrier < m->firstOfConnection.size() && m->firstOfConnection[carrier] == id;
}

Store::NameId Store::methodName(ExchangeId id) const
{
    return id < size() ? m->method.get(id) : 0;
}

Store::NameId Store::schemeName(ExchangeId id) const
{
    return id < size() ? m->scheme.get(id) : 0;
}

Store::NameId Store::hostName(ExchangeId id) const
{
    return id < size() ? m->host.get(id) : 0;
}

Store::NameId Store::contentTypeName(ExchangeId id) const
{
    return id < size() ? m->contentType.get(id) : 0;
}

Store::NameId Store::operationName(ExchangeId id) const
{
    return id < size() ? m->operation.get(id) : 0;
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

std::span<const Connection> Store::connections() const
{
    return m->connections;
}

std::span<const Process> Store::processes() const
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
    size_t bytes = m->begin.memoryBytes() + m->duration.memoryBytes() + m->requestBytes.memoryBytes()
        + m->responseBytes.memoryBytes() + m->connection.memoryBytes() + m->process.memoryBytes() + m->marks.memoryBytes()
        + m->status.memoryBytes() + m->method.memoryBytes() + m->scheme.memoryBytes() + m->host.memoryBytes()
        + m->reason.memoryBytes() + m->contentType.memoryBytes() + m->operation.memoryBytes() + m->record.memoryBytes() + m->records.memoryBytes()
        + m->names.memoryBytes() + m->connections.capacity() * sizeof(Connection)
        + m->firstOfConnection.capacity() * sizeof(ExchangeId) + m->processes.capacity() * sizeof(Process)
        + m->lostBytes.size() * 4 * sizeof(uint64_t);
    for (const auto &[id, exchange] : m->inProgress)
        bytes += sizeof exchange + exchange.path.capacity() + heldBytes(exchange.request) + heldBytes(exchange.response);
    for (const auto &[id, items] : m->items)
        bytes += items.memoryBytes() + sizeof items;
    return bytes;
}

} // namespace exchange
