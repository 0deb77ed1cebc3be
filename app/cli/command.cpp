// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cli {

Command::Command(pid_t pid, int gate, int report)
    : m_pid(pid)
    , m_gate(gate)
    , m_report(report)
{
}

Command::Command(Command &&other) noexcept
    : m_pid(std::exchange(other.m_pid, -1))
    , m_gate(std::exchange(other.m_gate, -1))
    , m_report(std::exchange(other.m_report, -1))
    , m_status(other.m_status)
    , m_output(std::move(other.m_output))
{
}

Command::~Command()
{
    if (m_report >= 0)
        close(m_report);
    if (m_gate >= 0) {
        close(m_gate);
        waitpid(m_pid, nullptr, 0);
    }
}

std::expected<Command, int> Command::prepare(const std::vector<std::string> &arguments, Output output, Input input)
{
    std::optional<DivertedOutput> diverted;
    if (output == Output::Diverted) {
        auto started = DivertedOutput::start(arguments[0]);
        if (!started)
            return std::unexpected(started.error());
        diverted.emplace(std::move(*started));
    }
    int gate[2], report[2];
    if (pipe2(gate, O_CLOEXEC) != 0)
        return std::unexpected(errno);
    if (pipe2(report, O_CLOEXEC) != 0) {
        const int error = errno;
        close(gate[0]);
        close(gate[1]);
        return std::unexpected(error);
    }
    const pid_t pid = fork();
    if (pid < 0) {
        const int error = errno;
        for (const int fd : {gate[0], gate[1], report[0], report[1]})
            close(fd);
        return std::unexpected(error);
    }
    if (pid == 0) {
        close(gate[1]);
        char go = 0;
        if (read(gate[0], &go, 1) != 1)
            _exit(0);
        if (diverted)
            dup2(diverted->descriptor(), STDOUT_FILENO);
        if (input == Input::None) {
            const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
            if (nothing < 0)
                _exit(126);
            dup2(nothing, STDIN_FILENO);
        }
        signal(SIGPIPE, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        std::vector<char *> argv;
        argv.reserve(arguments.size() + 1);
        for (const std::string &argument : arguments)
            argv.push_back(const_cast<char *>(argument.c_str()));
        argv.push_back(nullptr);
        execvp(argv[0], argv.data());
        const int error = errno;
        [[maybe_unused]] const ssize_t told = write(report[1], &error, sizeof error);
        _exit(error == ENOENT ? 127 : 126);
    }
    close(gate[0]);
    close(report[1]);
    Command command(pid, gate[1], report[0]);
    if (diverted) {
        diverted->closeOwn();
        command.m_output.emplace(std::move(*diverted));
    }
    return command;
}

std::expected<void, int> Command::release()
{
    const char go = 1;
    const ssize_t told = write(m_gate, &go, 1);
    close(std::exchange(m_gate, -1));
    if (told != 1)
        return std::unexpected(errno);
    int error = 0;
    ssize_t got;
    do
        got = read(m_report, &error, sizeof error);
    while (got < 0 && errno == EINTR);
    if (got == sizeof error) {
        waitpid(m_pid, nullptr, 0);
        return std::unexpected(error);
    }
    return {};
}

int Command::poll()
{
    if (m_status >= 0)
        return m_status;
    int status = 0;
    if (waitpid(m_pid, &status, WNOHANG) == m_pid) {
        m_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        m_output.reset();
    }
    return m_status;
}

} // namespace cli
