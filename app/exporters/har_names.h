// SPDX-License-Identifier: GPL-3.0-or-later
// Versions of HTTP and states as other tools spell them.
#pragma once

#include "app/exchange/exchange.h"

#include <string>
#include <string_view>

namespace exporters {

// "HTTP/2" for "h2", "http/2.0" and the like; what is no version of HTTP ("unknown") stays as it is.
std::string httpVersion(std::string_view);
protocols::Protocol protocolOfVersion(std::string_view httpVersion);
// 0 for what is no status: -1, "error".
int statusOf(double);

} // namespace exporters
