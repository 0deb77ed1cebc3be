// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the service's user, used by a helper that sudo or pkexec has started.
#pragma once

#include <string>
#include <sys/types.h>

namespace loader {

// While it exists, files are opened and made by this thread as the owner of the folder would. A helper without the
// capability to write everywhere, root's too, could not use them otherwise. Nothing changes for other users than root.
class AsOwner
{
public:
    explicit AsOwner(const std::string &folder);
    AsOwner(const AsOwner &) = delete;
    AsOwner &operator=(const AsOwner &) = delete;
    ~AsOwner();

private:
    bool m_changed = false;
};

} // namespace loader
