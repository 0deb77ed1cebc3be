// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a request as a JavaScript fetch() call, for a browser console or a runtime like Node.
#pragma once

#include "app/exporters/sent_request.h"

#include <string>

namespace exporters {

// One statement. fetch() refuses a body for GET and HEAD: it is omitted, with a comment.
std::string fetchCall(const SentRequest &);

} // namespace exporters
