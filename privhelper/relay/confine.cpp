// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/confine.h"

#include "privhelper/confine/call_list.h"

#include <sys/prctl.h>

namespace relay {

namespace {

confine::Outcome filterCalls()
{
    confine::CallList calls;
    calls.allow({SCMP_SYS(read), SCMP_SYS(recvmsg), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(sendmsg), SCMP_SYS(poll), SCMP_SYS(ppoll),
                 SCMP_SYS(clock_nanosleep), SCMP_SYS(clock_gettime), SCMP_SYS(nanosleep)});
    return calls.enforce();
}

} // namespace

std::expected<void, std::string> confine()
{
    return confine::inOrder(
        confine::dropPrivileges, [] { return confine::limit(RLIMIT_CORE, 0); },
        // Below three, the standard descriptors: no descriptor can be added. Not lower, because poll() accepts no
        // more entries than this.
        [] { return confine::limit(RLIMIT_NOFILE, 3); }, [] { return confine::limit(RLIMIT_NPROC, 0); },
        [] { return confine::limit(RLIMIT_FSIZE, 0); },
        [] { return confine::setFlag("forbid dumps", PR_SET_DUMPABLE, 0); }, filterCalls);
}

} // namespace relay
