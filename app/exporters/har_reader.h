// SPDX-License-Identifier: GPL-3.0-or-later
// Reads HAR files: our own, and those of Chrome, Firefox and other tools.
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
    uint64_t position = 0;   // byte in the file
};

struct HarLimits {
    uint64_t fileMax = uint64_t(4) << 30;
    uint32_t entriesMax = 5'000'000;
    unsigned depthMax = 128;
};

struct HarFile {
    exchange::Batch batch;                              // ids from 0
    std::shared_ptr<const base::BodySource> bodies;     // heads and bodies, in memory
    uint64_t skipped = 0;                               // entries that made no sense
    std::string comment;                                // log.comment
};

std::expected<HarFile, HarReadError> readHar(const std::string &path, const HarLimits & = {});
std::expected<HarFile, HarReadError> parseHar(std::string_view text, const HarLimits & = {});

} // namespace exporters
