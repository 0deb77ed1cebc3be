// SPDX-License-Identifier: GPL-3.0-or-later
// Drops the carrier's privileges: it reads what comes over a network.
#pragma once

#include <expected>
#include <string>

namespace carrier {

// Afterwards it can only read, write and wait. Text: the step that failed; the process must then exit.
std::expected<void, std::string> confine();

} // namespace carrier
