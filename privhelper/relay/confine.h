// SPDX-License-Identifier: GPL-3.0-or-later
// Drops everything this process does not need for draining memory into a socket.
#pragma once

#include <expected>
#include <string>

namespace relay {

// In this order: ids of no user (role_ids.h), no capabilities, no new privileges, not
// dumpable, no core dumps, no further descriptors, no files by Landlock, a seccomp allow-list that kills on violation. Error: the step that
// failed; the process must then exit.
std::expected<void, std::string> confine();

} // namespace relay
