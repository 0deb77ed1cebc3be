// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/confine.h"

#include "privhelper/analyzer/limits.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <memory>

namespace analyzer {

namespace {

using Outcome = std::expected<void, std::string>;

Outcome failed(const char *step, int error = errno)
{
    return std::unexpected(std::string(step) + ": " + std::strerror(error));
}

struct Ids {
    uid_t user = 65534;
    gid_t group = 65534;
};

// /etc/passwd alone: the name service could load code of others into a process that is still privileged.
Ids unprivilegedIds()
{
    Ids ids;
    const std::unique_ptr<FILE, int (*)(FILE *)> file(std::fopen("/etc/passwd", "re"), std::fclose);
    std::array<char, 4096> buffer;
    passwd entry;
    passwd *found = nullptr;
    while (file && fgetpwent_r(file.get(), &entry, buffer.data(), buffer.size(), &found) == 0) {
        if (std::strcmp(entry.pw_name, "cleartap") == 0 && entry.pw_uid != 0 && entry.pw_gid != 0)
            ids = { entry.pw_uid, entry.pw_gid };
    }
    return ids;
}

Outcome dropUser()
{
    if (geteuid() != 0)
        return {};
    const Ids ids = unprivilegedIds();
    for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); // needs CAP_SETPCAP; without it no_new_privs makes the set useless
    if (setgroups(0, nullptr) != 0 || setresgid(ids.group, ids.group, ids.group) != 0
        || setresuid(ids.user, ids.user, ids.user) != 0)
        return failed("become the unprivileged user");
    return {};
}

Outcome dropCapabilities()
{
    __user_cap_header_struct header { _LINUX_CAPABILITY_VERSION_3, 0 };
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none {};
    if (syscall(SYS_capset, &header, none.data()) != 0)
        return failed("drop capabilities");
    return {};
}

Outcome setLimit(__rlimit_resource resource, rlim_t value, rlim_t grace = 0)
{
    rlimit limit {};
    if (getrlimit(resource, &limit) != 0)
        return failed("read a resource limit");
    limit.rlim_max = std::min(limit.rlim_max, value + grace);
    limit.rlim_cur = std::min(limit.rlim_max, value);
    return setrlimit(resource, &limit) == 0 ? Outcome {} : failed("set a resource limit");
}

Outcome setLimits()
{
    struct Limit {
        __rlimit_resource resource;
        rlim_t value;
        rlim_t grace = 0;
    };
    constexpr std::array limits {
#if !defined(CLEARTAP_SANITIZERS) // the address sanitizer reserves terabytes
        Limit { RLIMIT_AS, limits::fileBytes + (rlim_t(1) << 30) },
#endif
        // Seconds. The second limit kills without a name; the first one's signal tells the loader what happened.
        Limit { RLIMIT_CPU, 5, 1 },
        Limit { RLIMIT_CORE, 0 },
        Limit { RLIMIT_FSIZE, 0 },
        Limit { RLIMIT_NPROC, 0 },
        // Below the lowest descriptor that is free: none can be added.
        Limit { RLIMIT_NOFILE, 0 },
    };
    for (const Limit &limit : limits) {
        if (auto outcome = setLimit(limit.resource, limit.value, limit.grace); !outcome)
            return outcome;
    }
    return {};
}

// By an array: the macros for single comparisons are C's compound literals.
int allow(scmp_filter_ctx filter, int call, std::initializer_list<scmp_arg_cmp> arguments = {})
{
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, unsigned(arguments.size()), arguments.begin());
}

Outcome filterCalls(int elfFd, int replyFd)
{
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release);
    if (!filter)
        return failed("make the call filter", ENOMEM);
    constexpr std::array allowed {
        SCMP_SYS(brk),  SCMP_SYS(munmap),     SCMP_SYS(mremap),       SCMP_SYS(madvise), SCMP_SYS(futex),
        SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(close),   SCMP_SYS(restart_syscall),
    };
    int error = 0;
#if defined(CLEARTAP_SANITIZERS)
    error |= allow(filter.get(), SCMP_SYS(sigaltstack)); // before any call that does not return
#endif
    for (const int call : allowed)
        error |= allow(filter.get(), call);
    const auto elf = static_cast<scmp_datum_t>(elfFd);
    const auto reply = static_cast<scmp_datum_t>(replyFd);
    error |= allow(filter.get(), SCMP_SYS(fstat), { { 0, SCMP_CMP_EQ, elf, 0 } });
    // What the C library makes of fstat().
    error |= allow(filter.get(), SCMP_SYS(newfstatat),
                   { { 0, SCMP_CMP_EQ, elf, 0 }, { 3, SCMP_CMP_EQ, AT_EMPTY_PATH, 0 } });
    error |= allow(filter.get(), SCMP_SYS(write), { { 0, SCMP_CMP_EQ, reply, 0 } });
    // Memory: never executable, never shared. The file: for reading only.
    error |= allow(filter.get(), SCMP_SYS(mmap),
                   { { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 },
                     { 3, SCMP_CMP_MASKED_EQ, MAP_SHARED | MAP_ANONYMOUS, MAP_ANONYMOUS } });
    error |= allow(filter.get(), SCMP_SYS(mmap),
                   { { 2, SCMP_CMP_EQ, PROT_READ, 0 }, { 3, SCMP_CMP_EQ, MAP_SHARED, 0 }, { 4, SCMP_CMP_EQ, elf, 0 } });
    error |= allow(filter.get(), SCMP_SYS(mprotect), { { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } });
    if (error != 0)
        return failed("fill the call filter", EINVAL);
    if (const int code = seccomp_load(filter.get()); code != 0)
        return failed("load the call filter", -code);
    return {};
}

Outcome setFlag(const char *step, int option, unsigned long value)
{
    return prctl(option, value, 0, 0, 0) == 0 ? Outcome {} : failed(step);
}

} // namespace

Outcome confine(int elfFd, int replyFd)
{
    if (auto outcome = setFlag("forbid new privileges", PR_SET_NO_NEW_PRIVS, 1); !outcome)
        return outcome;
    if (auto outcome = dropUser(); !outcome)
        return outcome;
    if (auto outcome = dropCapabilities(); !outcome)
        return outcome;
    if (auto outcome = setLimits(); !outcome)
        return outcome;
    // Becoming another user clears the first of these and may change the second: set late.
    if (auto outcome = setFlag("die with the parent", PR_SET_PDEATHSIG, SIGKILL); !outcome)
        return outcome;
    if (auto outcome = setFlag("forbid dumps", PR_SET_DUMPABLE, 0); !outcome)
        return outcome;
    return filterCalls(elfFd, replyFd);
}

} // namespace analyzer
