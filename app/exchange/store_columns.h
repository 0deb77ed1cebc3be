// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the store: a column for each value that tables, filters and sorting read, and packed records.
#pragma once

#include "app/exchange/columns.h"
#include "app/exchange/item_list.h"
#include "app/exchange/store.h"
#include "app/exchange/tcp_series.h"

#include <limits>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace exchange {

struct Marks {
    Kind kind;
    State state;
    base::Side side;
    protocols::Protocol protocol;
    protocols::Outcome outcome;
};

// Where the rarely read part is: packed in the arena, or still among the live exchanges.
inline constexpr Arena::Place live = std::numeric_limits<Arena::Place>::max();

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
    std::unordered_map<ConnectionId, TcpSeries> tcp;
    std::vector<Connection> connections;
    std::vector<ExchangeId> firstOfConnection;
    std::vector<Process> processes;
    std::vector<Coverage> coverage;
    std::map<std::pair<uint32_t, std::string>, size_t> coverageRows; // by process and file
    std::vector<Loss> losses;
    uint64_t capturedBytes = 0;
    std::vector<uint8_t> scratch;

    uint32_t size() const { return record.size(); }
    // The connection that a merged one became.
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
    size_t memoryBytes() const;
    void append();
    void put(ExchangeId, Exchange &&);
    void takeCoverage(std::vector<Coverage> &&);
    void withdrawCoverage(const std::pair<uint32_t, std::string> &processAndFile);
    std::span<const uint8_t> packed(ExchangeId id) const { return records.from(record.get(id)); }
};

} // namespace exchange
