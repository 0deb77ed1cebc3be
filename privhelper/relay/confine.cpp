// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/confine.h"

#include "privhelper/confine/descriptors_only.h"

#include <seccomp.h>

namespace relay {

std::expected<void, std::string> confine()
{
    return confine::descriptorsOnly({SCMP_SYS(read), SCMP_SYS(recvmsg), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(sendmsg), SCMP_SYS(poll), SCMP_SYS(ppoll),
                                     SCMP_SYS(clock_nanosleep), SCMP_SYS(clock_gettime), SCMP_SYS(nanosleep)});
}

} // namespace relay
