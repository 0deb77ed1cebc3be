// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside the HTTP of an imported entry: losses, faults, operations and how they ended.
#pragma once

#include "app/exchange/exchange.h"

#include <nlohmann/json_fwd.hpp>

namespace exporters {

void readExtensions(const nlohmann::ordered_json &entry, exchange::Exchange &);

} // namespace exporters
