// SPDX-License-Identifier: GPL-3.0-or-later
// The messages inside an imported entry: of WebSocket, event streams, gRPC and records, as we and other tools write them.
#pragma once

#include "app/exporters/har_capture.h"

#include <nlohmann/json_fwd.hpp>

namespace exporters {

// The contents are moved out of `entry`.
void readItems(nlohmann::ordered_json &entry, HarCapture &, exchange::Exchange &);
// One member of a list of ours.
exchange::Item &readItem(nlohmann::ordered_json &message, protocols::ItemKind, HarCapture &, base::ExchangeId);

} // namespace exporters
