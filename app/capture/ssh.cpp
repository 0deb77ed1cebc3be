// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/ssh.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace capture {

namespace {

constexpr std::string_view scheme = "ssh://";
constexpr size_t destinationMax = 255;
constexpr size_t errorsMax = 16 * 1024;
constexpr size_t lineMax = 400;

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("._-+:%[]@~").contains(c);
}

// Each writer would wait for somebody to empty a pipe; this is full when it is full.
base::FileDescriptor boundedFile()
{
    base::FileDescriptor file(memfd_create("ssh", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (file.isValid() && (ftruncate(file.get(), errorsMax) != 0 || fcntl(file.get(), F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) != 0))
        file.reset();
    return file;
}

// What the user's configuration may ask for, and what a capture has no use for.
std::vector<std::string> commandOf(const std::string &destination, const std::string &remote, Ssh::Asking asking)
{
    const char *other = std::getenv("CLEARTAP_SSH");
    std::vector<std::string> command{other && *other ? other : "ssh", "-T"};
    for (const char *option : {"ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no", "PermitLocalCommand=no", "RemoteCommand=none",
                               "ControlMaster=no", "ConnectTimeout=15"})
        command.insert(command.end(), {"-o", option});
    if (asking == Ssh::Asking::Forbidden)
        command.insert(command.end(), {"-o", "BatchMode=yes"});
    command.insert(command.end(), {"--", destination, remote});
    return command;
}

} // namespace

bool isDestination(std::string_view text)
{
    if (text.starts_with(scheme))
        text.remove_prefix(scheme.size());
    const size_t at = text.rfind('@');
    const std::string_view user = at == text.npos ? std::string_view() : text.substr(0, at), host = at == text.npos ? text : text.substr(at + 1);
    const auto good = [](std::string_view part) { return !part.empty() && part[0] != '-' && std::ranges::all_of(part, isPlain); };
    return text.size() <= destinationMax && good(host) && (at == text.npos || good(user));
}

std::string machineName(std::string_view text)
{
    if (text.starts_with(scheme))
        text.remove_prefix(scheme.size());
    const size_t at = text.rfind('@');
    return std::string(at == text.npos ? text : text.substr(at + 1));
}

std::expected<Ssh, int> Ssh::start(const std::string &destination, const std::string &remote, Asking asking, const std::function<void(pid_t)> &born)
{
    std::vector<std::string> command = commandOf(destination, remote, asking);
    std::vector<char *> arguments;
    arguments.reserve(command.size() + 1);
    for (std::string &word : command)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    Ssh ssh;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return std::unexpected(errno);
    ssh.m_socket.reset(pair[0]);
    const base::FileDescriptor theirs(pair[1]);
    constexpr int room = 1 << 20;
    setsockopt(theirs.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    ssh.m_errors = boundedFile();
    int report[2], gate[2];
    if (!ssh.m_errors.isValid() || pipe2(report, O_CLOEXEC) != 0)
        return std::unexpected(errno);
    if (pipe2(gate, O_CLOEXEC) != 0) {
        const int error = errno;
        close(report[0]);
        close(report[1]);
        return std::unexpected(error);
    }
    const base::FileDescriptor waits(gate[0]);
    base::FileDescriptor opens(gate[1]);
    const base::FileDescriptor failure(report[0]);
    base::FileDescriptor fails(report[1]);

    ssh.m_pid = fork();
    if (ssh.m_pid < 0)
        return std::unexpected(errno);
    if (ssh.m_pid == 0) {
        // Ctrl-C ends the recording, and the recording ends ssh, which keeps ignoring what it inherits as ignored. To ask on
        // the terminal it must stay in the foreground.
        for (const int number : {SIGINT, SIGQUIT})
            signal(number, SIG_IGN);
        signal(SIGPIPE, SIG_DFL);
        if (asking == Asking::Forbidden)
            setpgid(0, 0);
        dup2(theirs.get(), STDIN_FILENO);
        dup2(theirs.get(), STDOUT_FILENO);
        dup2(ssh.m_errors.get(), STDERR_FILENO);
        opens.reset();
        char nothing = 0;
        (void)!read(waits.get(), &nothing, 1);
        execvp(arguments[0], arguments.data());
        const int error = errno;
        (void)!write(fails.get(), &error, sizeof error);
        _exit(127);
    }
    if (born)
        born(ssh.m_pid);
    opens.reset();
    fails.reset();
    int error = 0;
    ssize_t count = 0;
    do
        count = read(failure.get(), &error, sizeof error);
    while (count < 0 && errno == EINTR);
    if (count == ssize_t(sizeof error))
        return std::unexpected(error);
    return ssh;
}

std::string lastWords(int errors)
{
    std::array<char, errorsMax> text;
    const ssize_t count = pread(errors, text.data(), text.size(), 0);
    std::string_view all(text.data(), size_t(std::max<ssize_t>(count, 0)));
    all = all.substr(0, all.find('\0'));
    while (!all.empty() && (all.back() == '\n' || all.back() == '\r'))
        all.remove_suffix(1);
    if (const size_t line = all.rfind('\n'); line != all.npos)
        all.remove_prefix(line + 1);
    std::string last(all.substr(0, lineMax));
    std::erase_if(last, [](char c) { return uint8_t(c) < 0x20 || c == 0x7f; });
    return last;
}

} // namespace capture
