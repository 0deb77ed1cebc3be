// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a request as HTTP/1.1 would send it (RFC 9112), ready for a connection of its own.
#pragma once

#include "app/exporters/sent_request.h"

#include <string>

namespace exporters {

std::string rawRequest(const SentRequest &);

} // namespace exporters
