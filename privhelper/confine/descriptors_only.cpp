// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/descriptors_only.h"

#include "privhelper/confine/call_list.h"
#include "privhelper/confine/landlock.h"

#include <sys/prctl.h>

namespace confine {

Outcome descriptorsOnly(std::initializer_list<int> calls)
{
    const auto filterCalls = [&calls] {
        CallList list;
        list.allow(calls);
        return list.enforce();
    };
    return inOrder(
        dropPrivileges, forbidFiles, [] { return limit(RLIMIT_CORE, 0); },
        // Below three, the standard descriptors: no descriptor can be added. Not lower, because poll() accepts no
        // more entries than this.
        [] { return limit(RLIMIT_NOFILE, 3); }, [] { return limit(RLIMIT_NPROC, 0); }, [] { return limit(RLIMIT_FSIZE, 0); },
        [] { return setFlag("forbid dumps", PR_SET_DUMPABLE, 0); }, filterCalls);
}

} // namespace confine
