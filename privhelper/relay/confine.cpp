// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/confine.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <grp.h>
#include <initializer_list>
#include <linux/capability.h>
#include <memory>
#include <pwd.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace relay {

namespace {

std::unexpected<std::string> failed(const char *step, int error = errno)
{
    return std::unexpected(std::string(step) + ": " + std::strerror(error));
}

std::expected<void, std::string> dropUser()
{
    if (geteuid() != 0)
        return {};
    uid_t uid = 65534;
    gid_t gid = 65534;
    if (const passwd *entry = getpwnam("cleartap"); entry && entry->pw_uid != 0) {
        uid = entry->pw_uid;
        gid = entry->pw_gid;
    }
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; ++capability)
        prctl(PR_CAPBSET_DROP, capability); // without CAP_SETPCAP it stays: no_new_privs makes it useless
    if (setgroups(0, nullptr) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0)
        return failed("become the unprivileged user");
    return {};
}

std::expected<void, std::string> dropCapabilities()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
    if (syscall(SYS_capset, &header, none.data()) != 0)
        return failed("drop capabilities");
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    return {};
}

// By an array: the macros for single comparisons are C's compound literals.
int allow(scmp_filter_ctx filter, int call, std::initializer_list<scmp_arg_cmp> arguments = {})
{
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, unsigned(arguments.size()), arguments.begin());
}

std::expected<void, std::string> filterCalls()
{
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release);
    if (!filter)
        return failed("make the call filter", ENOMEM);
    constexpr std::array allowed{
        SCMP_SYS(read),          SCMP_SYS(recvmsg),       SCMP_SYS(write),        SCMP_SYS(writev),
        SCMP_SYS(sendmsg),       SCMP_SYS(poll),          SCMP_SYS(ppoll),        SCMP_SYS(clock_nanosleep),
        SCMP_SYS(clock_gettime), SCMP_SYS(nanosleep),     SCMP_SYS(futex),        SCMP_SYS(brk),
        SCMP_SYS(munmap),        SCMP_SYS(mremap),        SCMP_SYS(madvise),      SCMP_SYS(close),
        SCMP_SYS(exit),          SCMP_SYS(exit_group),    SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
    };
    int error = 0;
#if defined(CLEARTAP_SANITIZERS)
    error |= allow(filter.get(), SCMP_SYS(sigaltstack)); // before any call that does not return
#endif
    for (int call : allowed)
        error |= allow(filter.get(), call);
    // Memory for the queue: anonymous, never executable.
    error |= allow(filter.get(), SCMP_SYS(mmap),
                   {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}, {3, SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS}});
    error |= allow(filter.get(), SCMP_SYS(mprotect), {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}});
    if (error != 0)
        return failed("fill the call filter", EINVAL);
    if (const int code = seccomp_load(filter.get()); code != 0)
        return failed("load the call filter", -code);
    return {};
}

std::expected<void, std::string> setLimit(__rlimit_resource resource, rlim_t value)
{
    const rlimit limit{value, value};
    if (setrlimit(resource, &limit) != 0)
        return failed("set a resource limit");
    return {};
}

std::expected<void, std::string> setFlag(const char *step, int option, unsigned long value)
{
    if (prctl(option, value, 0, 0, 0) != 0)
        return failed(step);
    return {};
}

} // namespace

std::expected<void, std::string> confine()
{
    using Step = std::expected<void, std::string> (*)();
    constexpr std::array<Step, 9> steps{
        [] { return setFlag("forbid new privileges", PR_SET_NO_NEW_PRIVS, 1); },
        dropUser,
        dropCapabilities,
        [] { return setLimit(RLIMIT_CORE, 0); },
        // Below three, where standard input, output and error are: no descriptor can be added. Not
        // lower, because poll() takes no more entries than this.
        [] { return setLimit(RLIMIT_NOFILE, 3); },
        [] { return setLimit(RLIMIT_NPROC, 0); },
        [] { return setLimit(RLIMIT_FSIZE, 0); },
        // Becoming another user may have changed it: set late.
        [] { return setFlag("forbid dumps", PR_SET_DUMPABLE, 0); },
        filterCalls,
    };
    for (Step step : steps) {
        if (auto result = step(); !result)
            return result;
    }
    return {};
}

} // namespace relay
