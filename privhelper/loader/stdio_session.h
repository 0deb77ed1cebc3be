// SPDX-License-Identifier: GPL-3.0-or-later
// The session of a client on another machine, which a carrier speaks for.
#pragma once

#include "privhelper/loader/peer.h"
#include "privhelper/loader/unique_fd.h"

#include <expected>
#include <string>

namespace loader {

// As root, starts a session; another user is connected to the service, which asks the kernel who that is. Text: why there is
// none. What the session does ends when the socket is closed.
std::expected<UniqueFd, std::string> sessionForStdio();

// The processes between a caller and the network, if it was called by ssh: its ancestors up to the server of its connection.
// To capture what they send would be to capture the capture. Empty for any other caller.
std::vector<uint32_t> carriersOf(const Peer &caller);

} // namespace loader
