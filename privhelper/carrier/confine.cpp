// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/carrier/confine.h"

#include "privhelper/confine/descriptors_only.h"

#include <seccomp.h>

namespace carrier {

std::expected<void, std::string> confine()
{
    return confine::descriptorsOnly({SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(clock_gettime)});
}

} // namespace carrier
