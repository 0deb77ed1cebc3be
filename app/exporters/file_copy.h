// SPDX-License-Identifier: GPL-3.0-or-later
// Copies a capture file to where the user wants it: 0600, and as a whole or not at all.
#pragma once

#include <expected>
#include <string>

namespace ui {

// Blocks; for a thread of its own. A file that grows meanwhile is copied up to its size at the
// start. Error: errno.
std::expected<void, int> copyCapture(const std::string &from, const std::string &to);

} // namespace ui
