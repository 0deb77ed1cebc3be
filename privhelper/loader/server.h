// SPDX-License-Identifier: GPL-3.0-or-later
// The listening helper: one process for each client, so that what happens to one harms no other.
#pragma once

#include <string>

namespace loader {

// Listens at `path`, or at the socket that systemd hands over, until SIGTERM or SIGINT; the clients'
// processes end with it. Returns the exit status; what went wrong is said on standard error.
int serve(const std::string &path);

} // namespace loader
