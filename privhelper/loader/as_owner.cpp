// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/as_owner.h"

#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loader {

// setfsuid(2): leaving 0 takes away the capabilities for files, returning to it gives them back.
AsOwner::AsOwner(const std::string &folder)
{
    struct stat status{};
    if (geteuid() != 0 || lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid == 0)
        return;
    m_changed = true;
    setfsgid(status.st_gid);
    setfsuid(status.st_uid);
}

AsOwner::~AsOwner()
{
    if (!m_changed)
        return;
    setfsuid(geteuid());
    setfsgid(getegid());
}

} // namespace loader
