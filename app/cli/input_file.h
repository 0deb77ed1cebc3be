// SPDX-License-Identifier: GPL-3.0-or-later
// The files that convert and watch read; standard input is spooled to a file first, since captures need random access.
#pragma once

#include "app/base/file_descriptor.h"
#include "app/capture/source.h"

#include <expected>
#include <memory>
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
// A saved capture, or packets that another program captured; with these, `keyLog` names a file with the secrets of their
// handshakes, and `savePath` the capture file that they become: both may be empty.
std::expected<std::unique_ptr<capture::Source>, capture::Error> openCapture(const std::string &path, const std::string &keyLog, const std::string &savePath = {});

} // namespace cli
