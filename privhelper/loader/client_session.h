// SPDX-License-Identifier: GPL-3.0-or-later
// The role process of one client: handshake, one request, its answer.
#pragma once

#include "privhelper/loader/unique_fd.h"

namespace loader {

// Serves the client at the other end of the socket until it is done, and returns the exit status: 0,
// or 1 when the conversation ended by an error.
int serveClient(UniqueFd socket);

} // namespace loader
