// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP versions and statuses as other tools spell them.
#pragma once

#include "app/exchange/exchange.h"

#include <string>
#include <string_view>

namespace exporters {

// "HTTP/2" for "h2", "http/2.0" and the like; anything else ("unknown") stays unchanged.
std::string httpVersion(std::string_view);
protocols::Protocol protocolOfVersion(std::string_view httpVersion);
// 0 for anything that is not a status: -1, "error".
int statusOf(double);

} // namespace exporters
