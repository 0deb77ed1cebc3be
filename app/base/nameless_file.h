// SPDX-License-Identifier: GPL-3.0-or-later
// A file without a name: nobody else can open it, and it is gone with its last descriptor, even if the program dies.
#pragma once

#include "app/base/file_descriptor.h"

#include <expected>

namespace base {

// For reading and writing, in a place with room for gigabytes: the user's cache, else /var/tmp, else $TMPDIR or /tmp.
// Error: errno of the last of these.
std::expected<FileDescriptor, int> namelessFile();

} // namespace base
