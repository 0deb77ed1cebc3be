// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the non-HTTP parts of an imported entry: losses, faults, operations and their outcomes.
#pragma once

#include "app/exchange/exchange.h"

#include <nlohmann/json_fwd.hpp>

namespace exporters {

void readExtensions(const nlohmann::ordered_json &entry, exchange::Exchange &);

} // namespace exporters
