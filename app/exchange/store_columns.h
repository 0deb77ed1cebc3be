// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the store: a column for each value that tables, filters and sorting read, and packed records.
#pragma once

#include "app/exchange/arena.h"
#include "app/exchange/item_list.h"
#include "app/exchange/store.h"
#include "app/exchange/tcp_series.h"

#include <array>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
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
    protocols::Dialect dialect;
};

// Where the rarely read part is: packed in the arena, still among the live exchanges, or nowhere any more.
inline constexpr Arena::Place live = std::numeric_limits<Arena::Place>::max();
inline constexpr Arena::Place released = live - 1;

// Some rows, column by column: what tables, filters and sorting read.
struct ExchangeBlock {
    static constexpr uint32_t rows = 1024;
    template <typename T> using Column = std::array<T, rows>;

    Column<base::Time> begin;
    Column<base::Duration> duration;
    Column<uint64_t> requestBytes, responseBytes;
    Column<ConnectionId> connection;
    Column<ProcessId> process;
    Column<Marks> marks;
    Column<uint16_t> status;
    Column<Store::NameId> method, scheme, host, reason, contentType, operation;
    Column<Arena::Place> record;
    uint32_t releasedRows = 0;

    void clear(uint32_t row, Arena::Place);
};

struct Store::Columns {
    std::vector<std::unique_ptr<ExchangeBlock>> blocks;   // null: all of its rows are released
    uint32_t count = 0;
    Arena records;
    StringPool names;
    std::unordered_map<ExchangeId, Exchange> inProgress;
    std::unordered_map<ExchangeId, uint64_t> lostBytes; // few rows have any
    std::unordered_map<ExchangeId, ItemList> items;     // likewise
    std::unordered_map<ConnectionId, TcpSeries> tcp;
    Connections connections;
    Rows<ExchangeId> firstOfConnection;
    Processes processes;
    std::vector<Coverage> coverage;
    std::map<std::pair<uint32_t, std::string>, size_t> coverageRows; // by process and file
    std::vector<Loss> losses;
    uint64_t capturedBytes = 0;
    std::vector<uint8_t> scratch;
    // To be released, unless something refers to them.
    std::vector<ConnectionId> endedConnections;
    std::vector<ProcessId> endedProcesses;
    size_t endedKept = 0, namesKept = 0;   // because something did, when it was last looked

    ExchangeBlock *block(ExchangeId id) const { return id < count ? blocks[id / ExchangeBlock::rows].get() : nullptr; }
    // `none` if there is no such row any more, or yet.
    template <typename T>
    T value(ExchangeId id, const std::array<T, ExchangeBlock::rows> ExchangeBlock::*column, std::type_identity_t<T> none = {}) const
    {
        const ExchangeBlock *in = block(id);
        return in ? (in->*column)[id % ExchangeBlock::rows] : none;
    }
    Arena::Place place(ExchangeId id) const { return value(id, &ExchangeBlock::record, released); }
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
        if (ExchangeId *first = firstOfConnection.find(carrier(id)); first && id < firstOfConnection.size())
            *first = std::min(*first, firstOfConnection[id]);
    }
    size_t memoryBytes() const;
    void append();
    void put(ExchangeId, Exchange &&);
    void takeCoverage(std::vector<Coverage> &&);
    void withdrawCoverage(const std::pair<uint32_t, std::string> &processAndFile);
    void release(ExchangeId);
    void releaseEnded(std::span<const ExchangeId> kept);
    void releaseNames(std::span<const ExchangeId> kept, const Store &);
};

} // namespace exchange
