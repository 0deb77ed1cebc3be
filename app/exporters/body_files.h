// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the bodies of exchanges to files of their own in a folder.
#pragma once

#include "app/base/body_source.h"
#include "app/exporters/har_writer.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <string>

namespace exporters {

struct BodyFilesReport {
    uint64_t written = 0;      // files
    uint64_t unread = 0;       // bodies that could not be read, or not decoded to their end: what could be is written
};

// "003-GET-api.local-orders.json": letters, digits, dots and hyphens, no path, never hidden. `number`: from 1.
std::string bodyFileName(const exchange::Exchange &, protocols::Half, size_t number, std::string_view ending);

// Decoded bodies of both halves, named by their place in `entries`. Existing files stay: a name that is taken gets a number.
// Files are readable by their owner only. `stop`: asked between pieces. Error: errno; ECANCELED if stopped.
std::expected<BodyFilesReport, int> writeBodies(std::span<const EntrySource> entries, const base::BodySource &, const std::string &folder, const std::function<bool()> &stop);

} // namespace exporters
