// SPDX-License-Identifier: GPL-3.0-or-later
// How rows that nobody will read again leave the store.
#include "app/exchange/store_columns.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace exchange {

namespace {
// What ended is looked at once there is this much more of it, or as much as there is to compare it with.
constexpr size_t endedMin = 512;
constexpr size_t namesMin = 4096;
} // namespace

void Store::Columns::release(ExchangeId id)
{
    const Arena::Place before = place(id);
    if (before == released || before == live)
        return;
    records.release(before);
    items.erase(id);
    lostBytes.erase(id);
    std::unique_ptr<ExchangeBlock> &in = blocks[id / ExchangeBlock::rows];
    in->clear(id % ExchangeBlock::rows, released);
    if (++in->releasedRows == ExchangeBlock::rows)
        in.reset();
}

void Store::Columns::releaseEnded(std::span<const ExchangeId> kept)
{
    const size_t goOn = inProgress.size() + kept.size() + connections.kept() - std::min(connections.kept(), endedConnections.size());
    if (endedConnections.size() + endedProcesses.size() < endedKept + std::max(endedMin, goOn))
        return;
    std::unordered_set<ConnectionId> carriers;
    std::unordered_set<ProcessId> actors;
    const auto note = [&](ProcessId process, ConnectionId connection) {
        actors.insert(process);
        // With those in between, which say what a merged one became.
        for (ConnectionId on = connection; on < connections.size() && carriers.insert(on).second;)
            on = connections[on].mergedInto;
    };
    for (const auto &[id, exchange] : inProgress)
        note(exchange.process, exchange.connection);
    for (const ExchangeId id : kept)
        note(value(id, &ExchangeBlock::process, base::noId), value(id, &ExchangeBlock::connection, base::noId));
    std::erase_if(endedConnections, [&](ConnectionId id) {
        if (carriers.contains(id))
            return false;
        connections.release(id);
        firstOfConnection.release(id);
        tcp.erase(id);
        return true;
    });
    connections.forEachKept([&](const Connection &connection) { actors.insert(connection.process); });
    std::erase_if(endedProcesses, [&](ProcessId id) {
        if (actors.contains(id))
            return false;
        processes.release(id);
        return true;
    });
    endedKept = endedConnections.size() + endedProcesses.size();
}

std::vector<base::Slice> Store::slicesOf(std::span<const ExchangeId> kept) const
{
    std::vector<base::Slice> all;
    const auto add = [&all](const std::vector<base::Slice> &slices) { all.insert(all.end(), slices.begin(), slices.end()); };
    const auto addAll = [&](ExchangeId id, const Exchange &exchange) {
        for (const Message *message : {&exchange.request, &exchange.response})
            for (const auto *slices : {&message->head, &message->body, &message->trailers})
                add(*slices);
        add(exchange.interim);
        add(exchange.original);
        if (const auto list = m->items.find(id); list != m->items.end())
            list->second.forEach([&](const Item &item) { add(item.slices); });
    };
    for (const auto &[id, exchange] : m->inProgress)
        addAll(id, exchange);
    for (const ExchangeId id : kept)
        addAll(id, exchange(id));
    return all;
}

// Packed records contain the number of a name: those are packed anew.
void Store::Columns::releaseNames(std::span<const ExchangeId> kept, const Store &store)
{
    if (names.size() < namesMin + 2 * namesKept)
        return;
    std::vector<Exchange> packed;
    packed.reserve(kept.size());
    for (const ExchangeId id : kept)
        packed.push_back(store.exchange(id));
    StringPool renamed;
    for (const auto &[id, exchange] : inProgress) {
        ExchangeBlock &in = *block(id);
        for (auto *column : {&in.method, &in.scheme, &in.host, &in.reason, &in.contentType, &in.operation}) {
            NameId &name = (*column)[id % ExchangeBlock::rows];
            name = renamed.intern(names.get(name));
        }
    }
    names = std::move(renamed);
    for (Exchange &exchange : packed)
        put(exchange.id, std::move(exchange));
    namesKept = names.size();
}

} // namespace exchange
