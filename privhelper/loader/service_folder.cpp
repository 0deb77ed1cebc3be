// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/service_folder.h"

#include <cstdlib>
#include <string_view>

namespace loader {

std::string serviceFolder(const char *variable, const char *otherwise)
{
    const char *value = secure_getenv(variable);
    if (!value || *value != '/')
        return otherwise;
    const std::string_view all(value);
    return std::string(all.substr(0, all.find(':'))); // systemd joins several by colons
}

} // namespace loader
