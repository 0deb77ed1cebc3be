// SPDX-License-Identifier: GPL-3.0-or-later
// A file of expectations. Each begins with a line "expect NAME", followed by its conditions, a line each; # begins a comment.
//   expect no server errors
//     filter status>=500
//     none
//   expect orders are listed quickly
//     filter path:/orders method:GET
//     at least 10
//     p95 < 200ms
#pragma once

#include "app/base/time.h"
#include "app/filter/filter.h"

#include <cstdint>
#include <expected>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

struct Expectation {
    std::string name;
    filter::Filter filter;           // without one, all exchanges
    uint64_t least = 0, most = std::numeric_limits<uint64_t>::max();   // how many must match
    struct Latency {
        unsigned percentile;         // 1 to 99; 100: the maximum
        base::Duration below;        // ns
        std::string words;           // as written: "p95 < 200ms"
    };
    std::vector<Latency> latencies = {};
    size_t line = 0;                 // where it begins, from 1
};

struct ExpectationError {
    size_t line;                     // from 1
    std::string words;               // a sentence
};

std::expected<std::vector<Expectation>, ExpectationError> parseExpectations(std::string_view text);

} // namespace cli
