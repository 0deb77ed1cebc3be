// SPDX-License-Identifier: GPL-3.0-or-later
// Copies a capture file to where the user wants it.
#pragma once

#include "app/exporters/output_file.h"

#include <expected>
#include <string>

namespace exporters {

// Blocks; run it on its own thread in a window. A growing file is copied up to its size at the start. Commits the
// target. Error: errno.
std::expected<void, int> copyFile(const std::string &from, OutputFile &target);

} // namespace exporters
