// SPDX-License-Identifier: GPL-3.0-or-later
// The role process of one client: handshake, one request, its answer.
#pragma once

#include "privhelper/loader/unique_fd.h"

#include <string_view>

namespace loader {

// Serves the client at the other end of the socket until it is done, and returns the exit status: 0, or 1 if the
// conversation ended with an error. forcedHooks: words for forcedHooksOf(), for tests; ignored for clients other than
// root. works: gets a byte once there is something to do for the client, which until then is idle.
int serveClient(UniqueFd socket, std::string_view forcedHooks = {}, UniqueFd works = {});

} // namespace loader
