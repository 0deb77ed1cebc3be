// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/store_columns.h"

#include "app/exchange/record.h"

#include <algorithm>

namespace exchange {

namespace {

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

// Appends a body's new slices to the existing ones.
void joinBodies(Message &known, Message &news)
{
    known.body.resize(std::min<size_t>(known.body.size(), news.bodyBefore));
    known.body.insert(known.body.end(), news.body.begin(), news.body.end());
    news.body = std::move(known.body);
    news.bodyBefore = 0;
}

size_t heldBytes(const Message &message)
{
    return (message.head.capacity() + message.body.capacity() + message.trailers.capacity()) * sizeof(base::Slice);
}

} // namespace

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
    if (const auto known = inProgress.find(id); known != inProgress.end()) {
        joinBodies(known->second.request, exchange.request);
        joinBodies(known->second.response, exchange.response);
    }
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
        if (row.withdrawn) {
            withdrawCoverage({row.pid, row.path});
            continue;
        }
        const auto [known, isNew] = coverageRows.try_emplace({row.pid, row.path}, coverage.size());
        if (isNew)
            coverage.push_back(std::move(row));
        else
            coverage[known->second] = std::move(row);
    }
}

void Store::Columns::withdrawCoverage(const std::pair<uint32_t, std::string> &key)
{
    const auto found = coverageRows.find(key);
    if (found == coverageRows.end())
        return;
    const size_t place = found->second;
    coverageRows.erase(found);
    coverage.erase(coverage.begin() + ptrdiff_t(place));
    for (auto &[other, index] : coverageRows)
        index -= index > place ? 1 : 0;
}

size_t Store::Columns::memoryBytes() const
{
    size_t bytes = begin.memoryBytes() + duration.memoryBytes() + requestBytes.memoryBytes()
        + responseBytes.memoryBytes() + connection.memoryBytes() + process.memoryBytes() + marks.memoryBytes()
        + status.memoryBytes() + method.memoryBytes() + scheme.memoryBytes() + host.memoryBytes()
        + reason.memoryBytes() + contentType.memoryBytes() + operation.memoryBytes() + record.memoryBytes() + records.memoryBytes()
        + names.memoryBytes() + connections.capacity() * sizeof(Connection)
        + firstOfConnection.capacity() * sizeof(ExchangeId) + processes.capacity() * sizeof(Process)
        + lostBytes.size() * 4 * sizeof(uint64_t);
    for (const auto &[id, exchange] : inProgress)
        bytes += sizeof exchange + exchange.path.capacity() + heldBytes(exchange.request) + heldBytes(exchange.response);
    for (const auto &[id, list] : items)
        bytes += list.memoryBytes() + sizeof list;
    for (const auto &[id, series] : tcp)
        bytes += series.memoryBytes() + sizeof series;
    return bytes;
}

} // namespace exchange
