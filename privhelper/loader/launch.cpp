// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/launch.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace loader {

namespace {

constexpr int firstDescriptor = 3;

// In the child, between fork and exec: only async-signal-safe calls.
[[noreturn]] void becomeRole(char *const *arguments, std::span<const int> descriptors, int gate, bool diesWithUs, pid_t parent)
{
    if (diesWithUs && (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent))
        _exit(127);
    char byte = 0;
    while (read(gate, &byte, 1) < 0 && errno == EINTR) { }

    // First move them out of each other's way, then into place.
    const int count = int(descriptors.size());
    int moved[8];
    for (int i = 0; i < count; ++i) {
        moved[i] = fcntl(descriptors[size_t(i)], F_DUPFD_CLOEXEC, firstDescriptor + count);
        if (moved[i] < 0)
            _exit(127);
    }
    for (int i = 0; i < count; ++i) {
        if (dup2(moved[i], firstDescriptor + i) < 0)
            _exit(127);
    }
    if (syscall(SYS_close_range, unsigned(firstDescriptor + count), ~0u, 0) != 0) {
        for (int fd = firstDescriptor + count; fd < 1024; ++fd)
            close(fd);
    }
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, 0);
    dup2(null, 1);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execv("/proc/self/exe", arguments);
    _exit(127);
}

} // namespace

std::expected<Role, int> launch(const std::vector<std::string> &arguments, std::span<const int> descriptors, bool diesWithUs)
{
    if (descriptors.size() > 8)
        return std::unexpected(EINVAL);
    std::vector<char *> argv;
    std::string name = "cleartap-helper";
    std::string option = "--role";
    argv.push_back(name.data());
    argv.push_back(option.data());
    std::vector<std::string> copies = arguments;
    for (std::string &argument : copies)
        argv.push_back(argument.data());
    argv.push_back(nullptr);

    int gate[2];
    if (pipe2(gate, O_CLOEXEC) != 0)
        return std::unexpected(errno);
    UniqueFd ours(gate[1]);
    const UniqueFd theirs(gate[0]);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0)
        return std::unexpected(errno);
    if (child == 0) {
        close(ours.get()); // otherwise it would wait for itself
        becomeRole(argv.data(), descriptors, theirs.get(), diesWithUs, parent);
    }
    Role role;
    role.m_pid = child;
    role.m_gate = std::move(ours);
    role.m_end.reset(int(syscall(SYS_pidfd_open, child, 0)));
    if (!role.m_end.isValid()) {
        const int error = errno;
        role.kill();
        role.wait();
        return std::unexpected(error);
    }
    return role;
}

Role::End Role::wait()
{
    int status = 0;
    while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
    if (WIFSIGNALED(status))
        return {-1, "was killed by signal " + std::to_string(WTERMSIG(status)) + " (" + strsignal(WTERMSIG(status)) + ")"};
    return {WEXITSTATUS(status), "ended with status " + std::to_string(WEXITSTATUS(status))};
}

void Role::kill()
{
    ::kill(m_pid, SIGKILL);
}

} // namespace loader
