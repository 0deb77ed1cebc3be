// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/return_safety.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>

namespace loader {
namespace {

constexpr unsigned uretprobeNumber = 335;   // arch/x86/entry/syscalls/syscall_64.tbl of 6.11
constexpr unsigned mark = ENOANO;           // no other cause produces this error
enum Outcome : int { Passed = 10, Filtered = 11, NotTried = 12 };

// If this system call comes from the wrong place, the kernel answers with SIGILL: the filter has let it through.
void onIllegalInstruction(int)
{
    _exit(Passed);
}

[[noreturn]] void callUnderFilter()
{
    struct sigaction action {};
    action.sa_handler = onIllegalInstruction;
    std::array filter {
        sock_filter { BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr) },
        sock_filter { BPF_JMP | BPF_JEQ | BPF_K, 0, 1, uretprobeNumber },
        sock_filter { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | mark },
        sock_filter { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW },
    };
    const sock_fprog program { filter.size(), filter.data() };
    if (sigaction(SIGILL, &action, nullptr) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        _exit(NotTried);
    const long result = syscall(uretprobeNumber);
    _exit(result == -1 && errno == static_cast<int>(mark) ? Filtered : Passed);
}

} // namespace

bool returnsPassSeccomp(bool kernelHasCall)
{
    if (!kernelHasCall)
        return true;
    const pid_t child = fork();
    if (child == 0)
        callUnderFilter();
    if (child < 0)
        return false;
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return false;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == Passed;
}

} // namespace loader
