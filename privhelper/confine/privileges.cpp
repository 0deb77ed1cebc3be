// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/privileges.h"

#include "privhelper/confine/role_ids.h"

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace confine {

namespace {

// As root, and as the service's user with the capability to change it.
bool mayChangeUser()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> now{};
    return syscall(SYS_capget, &header, now.data()) == 0 && (now[0].effective & (1u << CAP_SETUID)) != 0;
}

Outcome becomeUnprivileged()
{
    if (!mayChangeUser())
        return geteuid() == 0 ? failed("become an unprivileged user", EPERM) : Outcome{};
    const RoleIds ids = roleIds(getpid());
    for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); // needs CAP_SETPCAP; without it no_new_privs makes the set useless
    if (setgroups(0, nullptr) != 0 || setresgid(ids.group, ids.group, ids.group) != 0
        || setresuid(ids.user, ids.user, ids.user) != 0)
        return failed("become an unprivileged user", errno);
    return {};
}

Outcome dropCapabilities()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
    if (syscall(SYS_capset, &header, none.data()) != 0)
        return failed("drop capabilities", errno);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    return {};
}

} // namespace

Outcome failed(const char *step, int error)
{
    return std::unexpected(std::string(step) + ": " + std::strerror(error));
}

Outcome dropPrivileges()
{
    return inOrder([] { return setFlag("forbid new privileges", PR_SET_NO_NEW_PRIVS, 1); }, becomeUnprivileged, dropCapabilities);
}

Outcome limit(__rlimit_resource resource, rlim_t value, rlim_t grace)
{
    rlimit now{};
    if (getrlimit(resource, &now) != 0)
        return failed("read a resource limit", errno);
    now.rlim_max = std::min(now.rlim_max, value + grace);
    now.rlim_cur = std::min(now.rlim_max, value);
    return setrlimit(resource, &now) == 0 ? Outcome{} : failed("set a resource limit", errno);
}

Outcome setFlag(const char *step, int option, unsigned long value)
{
    return prctl(option, value, 0, 0, 0) == 0 ? Outcome{} : failed(step, errno);
}

} // namespace confine
