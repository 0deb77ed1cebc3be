// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_extensions.h"

#include <array>

namespace exporters {

std::string_view faultWords(protocols::Fault fault)
{
    static constexpr std::array<std::string_view, 17> texts{
        "", "malformed start line", "malformed field", "malformed chunk", "head too long", "too many fields", "conflicting lengths",
        "captured bytes are missing", "cut by the connection's end", "response without a request", "malformed frame", "stream reset",
        "compression state unknown", "connection error", "began before the capture", "the capture ended first", "body longer than the limit"};
    return size_t(fault) < texts.size() ? texts[size_t(fault)] : std::string_view("malformed");
}

base::Time beginOf(const exchange::Exchange &exchange)
{
    return exchange.request.begin ? exchange.request.begin : exchange.response.begin;
}

base::Time endOf(const exchange::Exchange &exchange)
{
    return exchange.response.end ? exchange.response.end : exchange.request.end;
}

} // namespace exporters
