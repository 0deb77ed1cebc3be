// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the start of an imported entry and the durations of its phases.
#pragma once

#include "app/exchange/exchange.h"

#include <nlohmann/json_fwd.hpp>

namespace exporters {

// `isNew`: the connection, if this is its first entry; may be null.
void readTimings(const nlohmann::ordered_json &entry, exchange::Exchange &, exchange::Connection *isNew);
// "startedDateTime", as text or number; 0: unknown.
base::Time startOf(const nlohmann::ordered_json &entry);

} // namespace exporters
