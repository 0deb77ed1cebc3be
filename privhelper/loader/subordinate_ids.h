// SPDX-License-Identifier: GPL-3.0-or-later
// Whose user ids these are: users may have ranges of further ids for their user namespaces (subuid(5)), 65,536 each as a
// rule, which must not make them as many users. Files are read directly: name services may run code of others as root.
#pragma once

#include <string_view>
#include <sys/types.h>

namespace loader {

// `subuid`: lines "name or id:first:count"; `passwd`: to find the ids of names. The id itself if no range contains it.
uid_t ownerOf(uid_t uid, std::string_view subuid, std::string_view passwd);

// By this machine's files, of which at most a mebibyte each is read.
uid_t ownerOf(uid_t uid);

} // namespace loader
