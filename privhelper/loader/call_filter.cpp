// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/call_filter.h"

#include <linux/bpf.h>
#include <seccomp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <memory>

namespace loader {
namespace {

constexpr std::array refused {
    SCMP_SYS(ptrace),        SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp),
    SCMP_SYS(init_module),   SCMP_SYS(finit_module),     SCMP_SYS(delete_module),     SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load), SCMP_SYS(reboot),         SCMP_SYS(mount),             SCMP_SYS(umount2),
    SCMP_SYS(move_mount),    SCMP_SYS(open_tree),        SCMP_SYS(fsopen),            SCMP_SYS(fsmount),
    SCMP_SYS(pivot_root),    SCMP_SYS(chroot),           SCMP_SYS(setns),             SCMP_SYS(unshare),
    SCMP_SYS(swapon),        SCMP_SYS(swapoff),          SCMP_SYS(iopl),              SCMP_SYS(ioperm),
    SCMP_SYS(add_key),       SCMP_SYS(keyctl),           SCMP_SYS(request_key),       SCMP_SYS(open_by_handle_at),
    SCMP_SYS(io_uring_setup), SCMP_SYS(userfaultfd),     SCMP_SYS(settimeofday),      SCMP_SYS(clock_settime),
    SCMP_SYS(acct),          SCMP_SYS(quotactl),         SCMP_SYS(syslog),            SCMP_SYS(personality),
};

// bpf() commands that attach a loaded program, or access maps. A new map is the larger ring; no program could use another.
constexpr std::initializer_list<int> allowedCommands { BPF_MAP_CREATE, BPF_MAP_LOOKUP_ELEM, BPF_MAP_UPDATE_ELEM, BPF_MAP_DELETE_ELEM,
                                                       BPF_MAP_GET_NEXT_KEY, BPF_OBJ_GET_INFO_BY_FD, BPF_LINK_CREATE,
                                                       BPF_ITER_CREATE };
constexpr int commandsEnd = 64; // those of 6.18 end at 38

class Filter
{
public:
    Filter()
        : m_filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release)
    {
        for (const int call : refused)
            refuse(call);
        refuse(SCMP_SYS(socket), { { 0, SCMP_CMP_NE, AF_UNIX, 0 } });
    }

    // Takes an array, since the macros for single comparisons are C compound literals.
    void refuse(int call, std::initializer_list<scmp_arg_cmp> arguments = {})
    {
        m_error |= !m_filter ? ENOMEM : seccomp_rule_add_array(m_filter.get(), SCMP_ACT_ERRNO(EPERM), call, unsigned(arguments.size()), arguments.begin());
    }

    bool enforce()
    {
        const int code = m_error != 0 ? -EINVAL : seccomp_load(m_filter.get());
        errno = -code;
        return code == 0;
    }

private:
    std::unique_ptr<void, void (*)(scmp_filter_ctx)> m_filter;
    int m_error = 0;
};

} // namespace

bool filterListenersCalls()
{
    return Filter().enforce();
}

bool filterCalls(bool perfUprobes)
{
    Filter filter;
    if (!perfUprobes)
        filter.refuse(SCMP_SYS(perf_event_open));
    for (int command = 0; command < commandsEnd; command++) {
        bool allowed = false;
        for (const int one : allowedCommands)
            allowed = allowed || one == command;
        if (!allowed)
            filter.refuse(SCMP_SYS(bpf), { { 0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(command), 0 } });
    }
    filter.refuse(SCMP_SYS(bpf), { { 0, SCMP_CMP_GE, commandsEnd, 0 } });
    return filter.enforce();
}

} // namespace loader
