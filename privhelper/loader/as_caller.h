// SPDX-License-Identifier: GPL-3.0-or-later
// Determines what the caller may do by doing it as the caller: in a child without capabilities and with the caller's
// user, group and groups. So the kernel's own rules decide, not a copy of them.
#pragma once

#include "privhelper/loader/peer.h"
#include "privhelper/loader/unique_fd.h"

#include <expected>
#include <string>

namespace loader {

// Opens the path as the caller would. Error: the errno that the caller would get.
std::expected<UniqueFd, int> openAsCaller(const Peer &caller, const std::string &path, int flags);

// The same, for a path that the caller names: the helper may have another root, its own /home and /tmp.
std::expected<UniqueFd, int> openWhereCallerIs(const Peer &caller, const std::string &path, int flags);

// For a child process: becomes the caller for good, without capabilities unless the caller is root. False: see errno.
bool becomeCaller(const Peer &caller);

} // namespace loader
