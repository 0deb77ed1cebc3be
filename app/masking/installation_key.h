// SPDX-License-Identifier: GPL-3.0-or-later
// The key for tags that is kept in the user's configuration: with it, the same secret has the same tag in all files
// that this user exports.
#pragma once

#include "app/masking/masker.h"

#include <expected>
#include <string>
#include <string_view>

namespace masking {

// A file in $XDG_CONFIG_HOME/cleartap (XDG Base Directory Specification); empty if there is no home.
std::string configurationPath(std::string_view name);
// $XDG_CONFIG_HOME/cleartap/masking.key; empty if there is no home.
std::string installationKeyPath();
// Reads the key, or makes it, in a file that only its owner can read. Error: errno; EPERM if somebody else could read
// the file, EINVAL if it holds something else.
std::expected<Key, int> installationKey(const std::string &path);

} // namespace masking
