// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/call_list.h"

#include <sys/mman.h>

#include <cerrno>

namespace confine {

CallList::CallList()
    : m_filter(seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release)
{
#if defined(CLEARTAP_SANITIZERS)
    allow({SCMP_SYS(sigaltstack)}); // before any call that does not return
#endif
    allow({SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(close), SCMP_SYS(exit),
           SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall)});
    allow(SCMP_SYS(mmap), {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0},
                           {3, SCMP_CMP_MASKED_EQ, MAP_SHARED | MAP_ANONYMOUS, MAP_ANONYMOUS}});
    allow(SCMP_SYS(mprotect), {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}});
}

void CallList::allow(std::initializer_list<int> calls)
{
    for (const int call : calls)
        allow(call, {});
}

void CallList::allow(int call, std::initializer_list<scmp_arg_cmp> arguments)
{
    m_error |= !m_filter ? ENOMEM
                         : seccomp_rule_add_array(m_filter.get(), SCMP_ACT_ALLOW, call, unsigned(arguments.size()), arguments.begin());
}

Outcome CallList::enforce()
{
    if (m_error != 0)
        return failed("fill the call filter", EINVAL);
    if (const int code = seccomp_load(m_filter.get()); code != 0)
        return failed("load the call filter", -code);
    return {};
}

} // namespace confine
