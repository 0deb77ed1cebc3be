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

// The ids of `name` in the text of /etc/passwd (passwd(5)); nullopt if it is absent, malformed, or root.
std::optional<UserIds> idsOf(std::string_view passwd, std::string_view name);

// Those of the user `cleartap`, else of nobody. Reads only /etc/passwd: the name service (getpwnam) would load
// third-party modules into a process that is still privileged.
UserIds unprivilegedIds();

} // namespace confine
