// SPDX-License-Identifier: GPL-3.0-or-later
// Messages inside an exchange, and rows of a query's answer, masked: for every export that shows them.
#pragma once

#include "app/exchange/exchange.h"
#include "app/exchange/head.h"
#include "app/masking/masker.h"

#include <string>
#include <string_view>

namespace protocols {
struct ProtocolInfo;
}

namespace exporters {

// Delivery details: "subscription 1, reply to x, Trace: 5". The headers in it are masked by name.
std::string maskedDelivery(const masking::Masker &, std::string_view text, masking::Report &);
// The protocol that a WebSocket's head says its binary messages carry; null: unknown or none. If the response head is
// missing, or the server chose none, the client's offer counts: masking too little is worse than masking too much.
const protocols::ProtocolInfo *carriedProtocol(const exchange::Head &);
// What the parsers write as JSON is valid JSON, unless it was cut, or an imported file says otherwise.
bool isJson(const exchange::Item &, std::string_view text);
// The text of a query's item.
std::string maskedQueryItem(const masking::Masker &, const exchange::Exchange &, const exchange::Item &, const std::string &text, masking::Report &);

} // namespace exporters
