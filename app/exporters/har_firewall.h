// SPDX-License-Identifier: GPL-3.0-or-later
// _nat and _drops: what firewalls did to the connection of an entry.
#pragma once

#include "app/decode/json_writer.h"
#include "app/exchange/exchange.h"

#include <nlohmann/json.hpp>

namespace exporters {

// Writes nothing if nothing was done.
void writeFirewall(decode::JsonWriter &, const exchange::Connection &);
// What another capture's entry says of it.
void readFirewall(const nlohmann::ordered_json &entry, exchange::Connection &);

} // namespace exporters
