// SPDX-License-Identifier: GPL-3.0-or-later
// Reads request and response of an imported entry.
#pragma once

#include "app/exporters/har_capture.h"

#include <nlohmann/json_fwd.hpp>

namespace exporters {

// Moves body texts out of the entry, leaving `true` in their place (see har_original.h).
void readRequest(nlohmann::ordered_json &request, HarCapture &, exchange::Exchange &);
void readResponse(nlohmann::ordered_json &response, HarCapture &, exchange::Exchange &);
// `_interimResponses` of one of our entries.
void readInterimResponses(const nlohmann::ordered_json &entry, HarCapture &, exchange::Exchange &);

// Splits a URL. One without a host, like "data:text/plain,x" or "about:blank", becomes a path as a whole.
void splitUrl(const std::string &url, exchange::Exchange &);

} // namespace exporters
