// SPDX-License-Identifier: GPL-3.0-or-later
// A part of one body, decoded and masked: for readers with a budget.
#pragma once

#include "app/exporters/har_writer.h"

#include <string>

namespace exporters {

struct BodyPage {
    std::string bytes;           // of text: whole characters, in UTF-8
    bool isText = true;
    uint64_t total = 0;          // bytes of the whole, as `bytes` counts them
    uint64_t next = 0;           // where the next part begins; 0: this was the last
    std::string type;            // as its head declares it; may be empty
    std::string comment;         // why it is incomplete or absent; empty if it is complete
};

// `at`: position of its first byte; at most `most` bytes. `masker` null: nothing is masked.
BodyPage bodyPage(const EntrySource &, protocols::Half, const base::BodySource &, const ExportOptions &, const masking::Masker *masker, uint64_t at, size_t most);

} // namespace exporters
