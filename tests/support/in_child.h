// SPDX-License-Identifier: GPL-3.0-or-later
// Work that may end its process, in one of its own.
#pragma once

#include <QtGlobal>

#include <sys/wait.h>
#include <unistd.h>

namespace support {

// Runs it in a child; returns the exit status, or minus the signal that ended it.
template<class Work> int inChild(Work work)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(work());
    int status = 0;
    if (waitpid(child, &status, 0) != child)
        qFatal("waitpid");
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace support
