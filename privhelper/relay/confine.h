// SPDX-License-Identifier: GPL-3.0-or-later
// Takes from this process everything that draining memory into a socket does not need.
#pragma once

#include <expected>
#include <string>

namespace relay {

// In this order: unprivileged user (`cleartap` where it exists, else nobody), no capability, no new
// privileges, not dumpable, no core file, no further descriptor, seccomp allow-list whose breach kills.
// Error: the step that failed; the process must end then.
std::expected<void, std::string> confine();

} // namespace relay
