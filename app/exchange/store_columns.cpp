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

void ExchangeBlock::clear(uint32_t row, Arena::Place place)
{
    begin[row] = 0;
    duration[row] = base::unknownDuration;
    requestBytes[row] = responseBytes[row] = 0;
    connection[row] = base::noId;
    process[row] = base::noId;
    marks[row] = {};
    status[row] = 0;
    method[row] = scheme[row] = host[row] = reason[row] = contentType[row] = operation[row] = 0;
    record[row] = place;
}

void Store::Columns::append()
{
    const uint32_t row = count++ % ExchangeBlock::rows;
    if (row == 0)
        blocks.push_back(std::make_unique_for_overwrite<ExchangeBlock>());
    blocks.back()->clear(row, live);
}

void Store::Columns::put(ExchangeId id, Exchange &&exchange)
{
    const Arena::Place before = place(id);
    if (before == released)
        return;
    if (before != live)
        records.release(before);
    if (const auto known = inProgress.find(id); known != inProgress.end()) {
        joinBodies(known->second.request, exchange.request);
        joinBodies(known->second.response, exchange.response);
    }
    ExchangeBlock &to = *block(id);
    const uint32_t row = id % ExchangeBlock::rows;
    const base::Time first = beginOf(exchange);
    to.begin[row] = first;
    to.duration[row] = durationOf(exchange, first);
    to.requestBytes[row] = movedBytes(exchange.request);
    to.responseBytes[row] = movedBytes(exchange.response);
    to.connection[row] = exchange.connection;
    to.process[row] = exchange.process;
    to.marks[row] = {exchange.kind, exchange.state, exchange.side, exchange.protocol, exchange.outcome, exchange.dialect};
    to.status[row] = uint16_t(std::clamp(exchange.status, 0, 0xffff));
    to.method[row] = names.intern(exchange.method);
    to.scheme[row] = names.intern(exchange.scheme);
    to.host[row] = names.intern(exchange.host);
    to.reason[row] = names.intern(exchange.reason);
    to.contentType[row] = names.intern(exchange.contentType);
    to.operation[row] = names.intern(exchange.operation);
    if (exchange.lostBytes)
        lostBytes[id] = exchange.lostBytes;
    else if (!lostBytes.empty())
        lostBytes.erase(id);
    if (ExchangeId *known = firstOfConnection.find(carrier(exchange.connection)))
        *known = std::min(*known, id);

    if (exchange.state == State::InProgress) {
        to.record[row] = live;
        inProgress.insert_or_assign(id, std::move(exchange));
        return;
    }
    scratch.clear();
    packRecord(exchange, first, names.intern(exchange.contentEncoding), scratch);
    to.record[row] = records.add(scratch);
    inProgress.erase(id);
}

void Store::Columns::takeCoverage(std::vector<Coverage> &&rows)
{
    for (Coverage &row : rows) {
        if (row.withdrawn) {
            withdrawCoverage({row.pid, row.machine + '\n' + row.path});
            continue;
        }
        const auto [known, isNew] = coverageRows.try_emplace({row.pid, row.machine + '\n' + row.path}, coverage.size());
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
    size_t bytes = blocks.capacity() * sizeof blocks[0] + records.memoryBytes() + names.memoryBytes() + connections.memoryBytes()
        + firstOfConnection.memoryBytes() + processes.memoryBytes() + lostBytes.size() * 4 * sizeof(uint64_t);
    for (const auto &block : blocks)
        bytes += block ? sizeof *block : 0;
    for (const auto &[id, exchange] : inProgress)
        bytes += sizeof exchange + exchange.path.capacity() + heldBytes(exchange.request) + heldBytes(exchange.response);
    for (const auto &[id, list] : items)
        bytes += list.memoryBytes() + sizeof list;
    for (const auto &[id, series] : tcp)
        bytes += series.memoryBytes() + sizeof series;
    return bytes;
}

} // namespace exchange
