// SPDX-License-Identifier: GPL-3.0-or-later
// Which program talks to which, and to which hosts: exchanges, errors and times of each pair. Counts what has ended, a call
// once; works off what is new in steps; four bytes for each exchange.
#pragma once

#include "app/calls/calls.h"
#include "app/exchange/store.h"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ui {

class TalkCounts
{
public:
    // A program, by its name; or what is not known to be one that was captured: the host that a program named, the address that a request came from.
    struct Party {
        bool program = true;
        std::string name;           // empty: unknown
        auto operator<=>(const Party &) const = default;
    };
    struct Pair {
        Party client, server;
        uint64_t exchanges = 0, errors = 0;
        base::Duration took = 0;    // in sum, of those whose duration is known
        uint64_t timed = 0;
        std::vector<std::string> hosts = {};   // as the client named the server: the first hostsMax
        base::Duration mean() const { return timed ? took / base::Duration(timed) : 0; }
    };
    static constexpr size_t pairsMax = 5000, hostsMax = 8;

    // `store` and `calls` outlive it.
    TalkCounts(const exchange::Store &store, const calls::Calls &calls) : m_store(store), m_calls(calls) {}
    // After Store::apply: renews what has changed.
    void apply(const exchange::Store::Change &);
    // Counts at most `rows` more; true: there are still more.
    bool advance(uint32_t rows);
    void restart(uint32_t firstId);
    // The `most` with the most exchanges, in no particular order.
    std::vector<Pair> pairs(size_t most) const;
    // Exchanges of pairs beyond pairsMax.
    uint64_t beyond() const { return m_beyond; }

private:
    using Number = uint32_t;        // of a pair, from 1 on; 0: not counted
    static constexpr Number beyondPairs = 0xffffffff;

    void look(uint32_t id);
    Number numberOf(uint32_t id);
    void add(Number, uint32_t id, int by);

    const exchange::Store &m_store;
    const calls::Calls &m_calls;
    uint32_t m_first = 0;
    std::vector<Number> m_counted;  // by id, from m_first on
    std::vector<Pair> m_pairs;
    std::map<std::pair<Party, Party>, Number> m_numbers;
    uint64_t m_beyond = 0;
};

} // namespace ui
