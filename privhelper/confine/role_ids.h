// SPDX-License-Identifier: GPL-3.0-or-later
// The user and group of one role process: ids that no user has, and no other role.
#pragma once

#include <string>

#include <sys/types.h>

namespace confine {

struct RoleIds {
    uid_t user = 0;
    gid_t group = 0;
};

// By the number of the process, within the ids that systemd gives to dynamic users (systemd's UIDS-GIDS document) and below
// those from 64000 on that Debian gives to packages. `taken`: where systemd notes the ones in use, a file each.
RoleIds roleIds(pid_t process, const std::string &taken = "/run/systemd/dynamic-uid");

} // namespace confine
