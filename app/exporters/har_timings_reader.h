// SPDX-License-Identifier: GPL-3.0-or-later
// When an imported entry began, and how long its phases took.
#pragma once

#include "app/exchange/exchange.h"

#include <nlohmann/json_fwd.hpp>

namespace exporters {

// `isNew`: the connection when it carries nothing before this; may be null.
void readTimings(const nlohmann::ordered_json &entry, exchange::Exchange &, exchange::Connection *isNew);
// "startedDateTime", a text or a number; 0: unknown.
base::Time startOf(const nlohmann::ordered_json &entry);

} // namespace exporters
