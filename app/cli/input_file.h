// SPDX-License-Identifier: GPL-3.0-or-later
// The files that convert and watch read; standard input is spooled to a file first, since captures need random access.
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
// Whether it begins like a capture file.
bool looksLikeCapture(const InputFile &);
} // namespace cli
