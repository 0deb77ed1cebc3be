// SPDX-License-Identifier: GPL-3.0-or-later
// Counts exchanges for a scraper: Prometheus' text format 0.0.4 (prometheus.io, "Exposition formats"). No hosts, paths or payload.
#pragma once

#include "app/exchange/store.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace exporters {

class Metrics
{
public:
    static constexpr size_t processesMost = 200;   // names of processes; further ones are counted as "other"
    // Upper limits of the classes of durations, in seconds.
    static constexpr std::array<double, 11> limits{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};

    // An exchange that has ended. Each is to be given once.
    void add(const exchange::Store &, exchange::ExchangeId);
    // What the store has counted until now.
    void take(const exchange::Store &);
    std::string text() const;

private:
    struct Series {
        std::map<std::string, uint64_t, std::less<>> results;     // by the labels for its result
        std::array<uint64_t, limits.size() + 1> durations{};      // each in one class; the last is beyond all limits
        double seconds = 0;
        uint64_t timed = 0, requestBytes = 0, responseBytes = 0, lostBytes = 0;
    };

    std::string_view processLabel(std::string_view name);

    std::map<std::string, Series> m_series;                       // by labels that all its figures have
    std::map<std::string, std::string, std::less<>> m_processes;  // name, label
    std::vector<exchange::Loss> m_losses;
    uint64_t m_capturedBytes = 0;
};

} // namespace exporters
