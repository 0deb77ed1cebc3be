// SPDX-License-Identifier: GPL-3.0-or-later
// A file that has no name: nobody else can open it, and it is gone with its last descriptor, however the program ends.
#pragma once

#include "app/base/file_descriptor.h"

#include <expected>

namespace base {

// For reading and writing, where there is room for gigabytes: the user's cache, else /var/tmp, else $TMPDIR or /tmp.
// Error: errno at the last of these places.
std::expected<FileDescriptor, int> namelessFile();

} // namespace base
