// SPDX-License-Identifier: GPL-3.0-or-later
// What the exchanges of a store are in sum: counted once each when it has ended, a call of two halves once, but for both
// of its programs. Works off what is new in steps, so that nothing waits for a million rows; two bits for each of them,
// and one entry for each path, host and process.
#pragma once

#include "app/calls/calls.h"
#include "app/exchange/store.h"
#include "ui/models/time_buckets.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ui {

class OverviewCounts
{
public:
    struct Sum {
        uint64_t exchanges = 0, errors = 0;
        uint64_t sent = 0, received = 0;    // bytes of bodies
    };
    // "/item/*": segments that are numbers or keys are alike.
    struct Path {
        std::string method, host, path;
        uint64_t exchanges = 0;
        base::Duration took = 0, longest = 0;       // in sum; of those whose duration is known
        base::Duration mean() const { return exchanges ? took / base::Duration(exchanges) : 0; }
    };
    struct Name {
        std::string name;
        uint64_t exchanges = 0;
    };
    static constexpr size_t pathsMax = 20'000;

    // `store` outlives it.
    explicit OverviewCounts(const exchange::Store &store) : m_store(store) {}
    // After Store::apply: takes note of what has changed; what is new waits for advance().
    void apply(const exchange::Store::Change &);
    // Counts at most `rows` of those that wait; true: there are more.
    bool advance(uint32_t rows);
    // Counts from `firstId` on. `calls`: whose halves count once; null: each on its own.
    void restart(uint32_t firstId, const calls::Calls *);

    const Sum &sum() const { return m_sum; }
    const TimeBuckets &times() const { return m_times; }
    const std::array<uint64_t, 6> &statusClasses() const { return m_classes; }   // [2]: 2xx; [0]: none
    // The best `most`, the largest first.
    std::vector<Path> slowestPaths(size_t most) const;
    std::vector<Name> busiestProcesses(size_t most) const;
    std::vector<Name> hosts(size_t most) const;
    std::vector<Name> tlsVersions() const;         // "TLS 1.3"; empty: not encrypted
    // Exchanges with paths beyond pathsMax, which are in no path's count.
    uint64_t otherPaths() const { return m_otherPaths; }
    size_t memoryBytes() const;

private:
    struct PathCount {
        exchange::Store::NameId method = 0, host = 0;
        uint64_t exchanges = 0;
        base::Duration took = 0, longest = 0;
    };
    bool counts(uint32_t id) const;
    void look(uint32_t id);
    void add(uint32_t id, int by);
    void addPath(uint32_t id, int by);

    const exchange::Store &m_store;
    const calls::Calls *m_calls = nullptr;
    uint32_t m_first = 0, m_next = 0;               // rows in between have been looked at
    std::vector<bool> m_counted;                    // two by id, from m_first on: in all, for its process
    Sum m_sum;
    TimeBuckets m_times;
    std::array<uint64_t, 6> m_classes {};
    std::unordered_map<std::string, PathCount> m_paths;
    uint64_t m_otherPaths = 0;
    std::vector<uint64_t> m_processes, m_hosts;     // by ProcessId, by NameId
    std::map<std::string, uint64_t, std::less<>> m_tls;
};

// "/item/17?x" becomes "/item/*".
std::string pathPattern(std::string_view path);

} // namespace ui
