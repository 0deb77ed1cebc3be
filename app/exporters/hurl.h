// SPDX-License-Identifier: GPL-3.0-or-later
// Writes requests as entries of a Hurl file (https://hurl.dev/docs/grammar.html), which repeats them and checks that each
// is answered with the status that was captured.
#pragma once

#include "app/exporters/sent_request.h"

#include <string>

namespace exporters {

// `status`: 0: not known.
std::string hurlEntry(const SentRequest &, int status);

} // namespace exporters
