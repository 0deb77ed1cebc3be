// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a request as a Python program for requests or httpx.
#pragma once

#include "app/exporters/sent_request.h"

#include <string>
#include <string_view>

namespace exporters {

// A literal of bytes, in ASCII: b"caf\xc3\xa9".
std::string pythonBytes(std::string_view);

// Fields of one name are joined to a list, as a dictionary holds one of each (RFC 9110 section 5.3).
std::string requestsCall(const SentRequest &);
std::string httpxCall(const SentRequest &);

} // namespace exporters
