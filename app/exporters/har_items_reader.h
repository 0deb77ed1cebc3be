// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the messages inside an imported entry: WebSocket, event streams, gRPC and records, ours and other tools'.
#pragma once

#include "app/exporters/har_capture.h"

#include <nlohmann/json_fwd.hpp>

namespace exporters {

// Moves the contents out of `entry`.
void readItems(nlohmann::ordered_json &entry, HarCapture &, exchange::Exchange &);
// One member of one of our own lists.
exchange::Item &readItem(nlohmann::ordered_json &message, protocols::ItemKind, HarCapture &, base::ExchangeId);

} // namespace exporters
