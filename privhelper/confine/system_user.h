// SPDX-License-Identifier: GPL-3.0-or-later
// The unprivileged user of the helper's role processes.
#pragma once

#include <optional>
#include <string_view>

#include <sys/types.h>

namespace confine {

struct UserIds {
    uid_t user = 65534; // nobody
    gid_t group = 65534;
};

// The ids of `name` in the text of /etc/passwd (passwd(5)); nothing where it is not there, where its line is broken, or
// where it is root.
std::optional<UserIds> idsOf(std::string_view passwd, std::string_view name);

// Those of the user `cleartap`, else of nobody. Reads /etc/passwd alone: the name service (getpwnam) would load modules of
// others into a process that still has its privileges.
UserIds unprivilegedIds();

} // namespace confine
