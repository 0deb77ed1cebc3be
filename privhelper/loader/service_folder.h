// SPDX-License-Identifier: GPL-3.0-or-later
// The helper's own folders. systemd creates those of a service, and names them in the environment (systemd.exec(5)).
#pragma once

#include <string>

namespace loader {

// variable: "LOGS_DIRECTORY", "STATE_DIRECTORY" or "CACHE_DIRECTORY"; otherwise: the path where it names none.
std::string serviceFolder(const char *variable, const char *otherwise);

} // namespace loader
