// SPDX-License-Identifier: GPL-3.0-or-later
// Compares two exchanges: targets, queries, heads and bodies of their requests and responses.
#pragma once

#include "app/base/body_source.h"
#include "app/compare/difference.h"
#include "app/exchange/exchange.h"

#include <cstdint>
#include <vector>

namespace compare {

enum class Part : uint8_t { Target, Query, RequestHead, RequestBody, Status, ResponseHead, ResponseBody };

// How a part was compared, or why it was not.
enum class Way : uint8_t {
    Fields,       // name by name
    Json,         // value by value
    Lines,
    Bytes,        // not text: rows say how many there are, and where the first differs
    Unread,       // the bytes of one could not be read or decoded
};

struct Section {
    Part part{};
    Way way = Way::Fields;
    Differences differences;   // no rows of Way::Json: equal in every value
    bool cut = false;          // of a body only the first bodyMax bytes were compared, or one was not captured whole
};

inline constexpr size_t bodyMax = 8 * 1024 * 1024;   // decoded bytes of each

// In the order of Part, without those that neither has. Names of Target: "method", "scheme", "host", "path", "version"; of
// Status: "status", "reason", "version"; of Way::Bytes: "bytes", "first difference". Reads the source; for a worker thread.
std::vector<Section> compareExchanges(const exchange::Exchange &left, const exchange::Exchange &right, const base::BodySource &);

} // namespace compare
