// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/launch.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace loader {

namespace {

constexpr int firstDescriptor = 3;

// What a role that keeps its privileges needs of the environment: where it may write (systemd.exec(5)), and the bus of polkit.
constexpr std::array passedOn{"LOGS_DIRECTORY", "STATE_DIRECTORY", "CACHE_DIRECTORY", "DBUS_SYSTEM_BUS_ADDRESS"};

std::vector<std::string> environmentOf(Surroundings surroundings)
{
    std::vector<std::string> kept;
    if (surroundings == Surroundings::Service) {
        for (const char *name : passedOn) {
            if (const char *value = secure_getenv(name))
                kept.push_back(std::string(name) + '=' + value);
        }
    }
    return kept;
}

std::vector<char *> pointersTo(std::vector<std::string> &words)
{
    std::vector<char *> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

// In the child, between fork and exec: only async-signal-safe calls.
[[noreturn]] void becomeRole(char *const *arguments, char *const *environment, std::span<const int> descriptors, int gate, bool diesWithUs, pid_t parent)
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
    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0)
        _exit(127);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execve("/proc/self/exe", arguments, environment);
    _exit(127);
}

} // namespace

std::expected<Role, int> launch(const std::vector<std::string> &role, std::span<const int> descriptors, bool diesWithUs, Surroundings surroundings)
{
    if (descriptors.size() > 8)
        return std::unexpected(EINVAL);
    std::vector<std::string> words{"cleartap-helper", "--role"};
    words.insert(words.end(), role.begin(), role.end());
    std::vector<std::string> settings = environmentOf(surroundings);
    const std::vector<char *> arguments = pointersTo(words), environment = pointersTo(settings);

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
        becomeRole(arguments.data(), environment.data(), descriptors, theirs.get(), diesWithUs, parent);
    }
    Role launched;
    launched.m_pid = child;
    launched.m_gate = std::move(ours);
    launched.m_end.reset(int(syscall(SYS_pidfd_open, child, 0)));
    if (!launched.m_end.isValid()) {
        const int error = errno;
        launched.kill();
        launched.wait();
        return std::unexpected(error);
    }
    return launched;
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
