// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/diverted_output.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cli {

namespace {

constexpr int waitsMax = 100;
constexpr timespec pause{0, 5'000'000};

bool writeError(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = write(STDERR_FILENO, text.data(), text.size());
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0)
            text.remove_prefix(size_t(count));
    }
    return true;
}

// In a separate process, so that it lasts as long as anybody holds the pipe.
[[noreturn]] void passOn(int from, const std::string &command)
{
    // Ctrl-C ends the command, whose end ends this process. Nobody waits for the end of the other descriptors.
    signal(SIGINT, SIG_IGN);
    dup2(from, STDIN_FILENO);
    close(STDOUT_FILENO);
    closefrom(3);
    bool said = false;
    std::array<char, 65536> piece;
    for (;;) {
        const ssize_t count = read(STDIN_FILENO, piece.data(), piece.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            _exit(0);
        if (!std::exchange(said, true) &&
            !writeError("cleartap-cli: standard output is the recording, so the output of " + command + " goes to standard error.\n"))
            _exit(1);
        if (!writeError({piece.data(), size_t(count)}))
            _exit(1);
    }
}

} // namespace

std::expected<DivertedOutput, int> DivertedOutput::start(const std::string &command)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return std::unexpected(errno);
    const pid_t pid = fork();
    if (pid == 0)
        passOn(ends[0], command);
    const int error = errno;
    close(ends[0]);
    if (pid > 0)
        return DivertedOutput(pid, ends[1]);
    close(ends[1]);
    return std::unexpected(error);
}

DivertedOutput::DivertedOutput(DivertedOutput &&other) noexcept
    : m_pid(std::exchange(other.m_pid, -1))
    , m_end(std::exchange(other.m_end, -1))
{
}

DivertedOutput::~DivertedOutput()
{
    closeOwn();
    for (int waits = 0; m_pid > 0 && waits < waitsMax && waitpid(m_pid, nullptr, WNOHANG) == 0; ++waits)
        nanosleep(&pause, nullptr);
}

void DivertedOutput::closeOwn()
{
    if (m_end >= 0)
        close(std::exchange(m_end, -1));
}

} // namespace cli
