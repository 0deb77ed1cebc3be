// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a request as a call of JavaScript's fetch(), for a browser's console or a runtime like Node.
#pragma once

#include "app/exporters/sent_request.h"

#include <string>

namespace exporters {

// One statement. A body of GET or HEAD, which fetch() refuses, is left out with a comment that says so.
std::string fetchCall(const SentRequest &);

} // namespace exporters
