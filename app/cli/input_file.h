// SPDX-License-Identifier: GPL-3.0-or-later
// The file that convert reads; standard input is put into a file first, since captures are read at their positions.
#pragma once

#include "app/base/file_descriptor.h"

#include <expected>
#include <string>

namespace cli {

struct InputFile {
    base::FileDescriptor spooled;   // keeps `path` valid
    std::string path;
};

// `name` "-" or /dev/stdin: standard input. Error: errno.
std::expected<InputFile, int> openInput(const std::string &name);
// Begins as a capture file does.
bool looksLikeCapture(const InputFile &);

} // namespace cli
