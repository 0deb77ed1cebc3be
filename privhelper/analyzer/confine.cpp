// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/confine.h"

#include "privhelper/analyzer/limits.h"
#include "privhelper/confine/call_list.h"
#include "privhelper/confine/landlock.h"

#include <fcntl.h>
#include <csignal>
#include <sys/mman.h>
#include <sys/prctl.h>

#include <array>

namespace analyzer {

namespace {

confine::Outcome setLimits()
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
        // Seconds. The hard limit kills with SIGKILL; the soft limit's signal tells the loader what happened.
        Limit { RLIMIT_CPU, 5, 1 },
        Limit { RLIMIT_CORE, 0 },
        Limit { RLIMIT_FSIZE, 0 },
        Limit { RLIMIT_NPROC, 0 },
        // Below the lowest free descriptor: none can be added.
        Limit { RLIMIT_NOFILE, 0 },
    };
    for (const Limit &limit : limits) {
        if (auto outcome = confine::limit(limit.resource, limit.value, limit.grace); !outcome)
            return outcome;
    }
    return {};
}

confine::Outcome filterCalls(int elfFd, int replyFd)
{
    const auto elf = static_cast<scmp_datum_t>(elfFd);
    const auto reply = static_cast<scmp_datum_t>(replyFd);
    confine::CallList calls;
    calls.allow(SCMP_SYS(fstat), { { 0, SCMP_CMP_EQ, elf, 0 } });
    // The C library's implementation of fstat().
    calls.allow(SCMP_SYS(newfstatat), { { 0, SCMP_CMP_EQ, elf, 0 }, { 3, SCMP_CMP_EQ, AT_EMPTY_PATH, 0 } });
    calls.allow(SCMP_SYS(write), { { 0, SCMP_CMP_EQ, reply, 0 } });
    // The file, read-only.
    calls.allow(SCMP_SYS(mmap),
                { { 2, SCMP_CMP_EQ, PROT_READ, 0 }, { 3, SCMP_CMP_EQ, MAP_SHARED, 0 }, { 4, SCMP_CMP_EQ, elf, 0 } });
    return calls.enforce();
}

} // namespace

std::expected<void, std::string> confine(int elfFd, int replyFd)
{
    return confine::inOrder(
        confine::dropPrivileges, confine::forbidFiles, setLimits, [] { return confine::setFlag("die with the parent", PR_SET_PDEATHSIG, SIGKILL); },
        [] { return confine::setFlag("forbid dumps", PR_SET_DUMPABLE, 0); }, [&] { return filterCalls(elfFd, replyFd); });
}

} // namespace analyzer
