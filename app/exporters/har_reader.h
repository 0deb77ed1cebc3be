// SPDX-License-Identifier: GPL-3.0-or-later
// Reads HAR files: ours and those of Chrome, Firefox and other tools; also compressed, in UTF-16, or in a call.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/exchange.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace exporters {

enum class HarError : uint8_t {
    File,        // could not be read: see errnoValue
    NotJson,     // see position
    NotHar,      // JSON, but without log.entries
    TooLarge,    // beyond the limits
};

struct HarReadError {
    HarError kind;
    int errnoValue = 0;
    uint64_t position = 0;   // byte offset in the decompressed text
};

struct HarLimits {
    uint64_t fileMax = uint64_t(4) << 30;   // also the limit of its decompressed text
    uint32_t entriesMax = 5'000'000;
    unsigned depthMax = 128;
};

// Members of the log's lists that were skipped, by reason.
struct HarSkipped {
    uint64_t notObjects = 0;
    uint64_t withoutRequest = 0;   // nor response
    uint64_t otherForm = 0;        // not one of our queries, conversations or connections
    uint64_t all() const { return notObjects + withoutRequest + otherForm; }
};

struct HarFile {
    exchange::Batch batch;                              // ids from 0
    std::shared_ptr<const base::BodySource> bodies;     // heads and bodies, in memory
    HarSkipped skipped;
    uint64_t replaced = 0;                              // lone surrogates replaced by U+FFFD
    std::string log;                                    // the log's other members, as a JSON object
    std::string comment;                                // log.comment
};

std::expected<HarFile, HarReadError> readHar(const std::string &path, const HarLimits & = {});
std::expected<HarFile, HarReadError> parseHar(std::string_view text, const HarLimits & = {});

} // namespace exporters
