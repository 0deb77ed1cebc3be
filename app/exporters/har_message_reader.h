// SPDX-License-Identifier: GPL-3.0-or-later
// Request and response of an imported entry.
#pragma once

#include "app/exporters/har_capture.h"

#include <nlohmann/json_fwd.hpp>

namespace exporters {

// Texts of bodies are moved out of the entry; `true` stands in their place (see har_original.h).
void readRequest(nlohmann::ordered_json &request, HarCapture &, exchange::Exchange &);
void readResponse(nlohmann::ordered_json &response, HarCapture &, exchange::Exchange &);
// `_interimResponses` of an entry of ours.
void readInterimResponses(const nlohmann::ordered_json &entry, HarCapture &, exchange::Exchange &);

// The parts of a URL. One without a host, like "data:text/plain,x" or "about:blank", is a path as a whole.
void splitUrl(const std::string &url, exchange::Exchange &);

} // namespace exporters
