// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a request as an HTTPie command for a POSIX-like shell.
#pragma once

#include "app/exporters/sent_request.h"

#include <string>

namespace exporters {

std::string httpieCommand(const SentRequest &);

} // namespace exporters
