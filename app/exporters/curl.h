// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a request as a curl command for a POSIX-like shell.
#pragma once

#include "app/exporters/sent_request.h"

#include <string>
#include <string_view>

namespace exporters {

// One shell word that evaluates to exactly `text`: bare, 'quoted', or $'quoted' if it has control characters (bash,
// zsh, ksh).
std::string shellWord(std::string_view text);

std::string curlCommand(const SentRequest &);

} // namespace exporters
