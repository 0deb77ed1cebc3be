// SPDX-License-Identifier: GPL-3.0-or-later
// The records of a partition: batches of version 2, and the message sets of versions 0 and 1.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace protocols::kafka {

struct Record {
    int64_t offset = 0;               // relative to the batch in a request
    int64_t timestamp = -1;           // milliseconds since 1970; -1: none
    bool keyNull = true, valueNull = true;
    std::string_view key, value;
    std::vector<std::pair<std::string_view, std::string_view>> headers;
};

enum class RecordsEnd : uint8_t {
    Whole,
    Cut,            // the bytes end inside a batch
    Unread,         // unsupported compression
    Malformed,
};

// Calls with each record that is complete. Control records of transactions are skipped.
RecordsEnd forEachRecord(std::string_view bytes, const std::function<void(const Record &)> &);
// As JSON: {"topic", "partition", "offset", "timestamp", "key", "value", "headers"}; unknown members are omitted.
std::string recordText(std::string_view topic, int32_t partition, const Record &, bool offsetKnown);

} // namespace protocols::kafka
