// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/role_ids.h"

#include <unistd.h>

namespace confine {

namespace {

constexpr unsigned firstId = 61184;
constexpr unsigned idCount = 64000 - firstId;
constexpr unsigned triesMax = 64;

} // namespace

RoleIds roleIds(pid_t process, const std::string &taken)
{
    unsigned id = 0;
    for (unsigned step = 0; step < triesMax; ++step) {
        id = firstId + (unsigned(process) + step) % idCount;
        if (access((taken + '/' + std::to_string(id)).c_str(), F_OK) != 0)
            break;
    }
    return {id, id};
}

} // namespace confine
