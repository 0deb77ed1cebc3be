// SPDX-License-Identifier: GPL-3.0-or-later
// Landlock (landlock(7)): what a role may not reach even if its filter of system calls had a hole.
#pragma once

#include "privhelper/confine/privileges.h"

namespace confine {

// The version of Landlock's interface that the kernel has, 0 if none.
int landlockVersion();

// From now on no file can be opened or changed; with version 4 no TCP port used, with version 6 no process outside signalled
// and no abstract socket reached. Needs no_new_privs. Without Landlock nothing happens, and that is no error.
Outcome forbidFiles();

} // namespace confine
