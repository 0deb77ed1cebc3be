// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the kernel what the caller may do, by doing it as the caller: in a child without capabilities
// and with the caller's user, group and groups. So the kernel's own rules decide, not a copy of them.
#pragma once

#include "privhelper/loader/peer.h"
#include "privhelper/loader/unique_fd.h"

#include <expected>
#include <string>

namespace loader {

// The path opened as the caller would open it. Error: errno as the caller would get it.
std::expected<UniqueFd, int> openAsCaller(const Peer &caller, const std::string &path, int flags);

// For a child: becomes the caller for good, without a capability unless the caller is root. False: errno tells why.
bool becomeCaller(const Peer &caller);

} // namespace loader
