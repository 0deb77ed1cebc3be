// SPDX-License-Identifier: GPL-3.0-or-later
// The listening helper: one process per client, so that a failure in one affects no other.
#pragma once

#include <string>

namespace loader {

// Listens at `path`, or on the socket passed by systemd, until SIGTERM or SIGINT; ends the clients' processes on
// exit. Returns the exit status; errors go to standard error.
int serve(const std::string &path);

} // namespace loader
