// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/trace_question.h"

#include "privhelper/loader/as_caller.h"
#include "privhelper/loader/proc_file.h"
#include "privhelper/loader/process_list.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace loader {

namespace {

constexpr int reportDescriptor = 3; // where the process asked about reports that it is running
constexpr int startMs = 5000;       // time limit for that

struct Question {
    const char *name;
    int flags;
};

// O_PATH: what matters is the right to follow the link, not to open its target.
Question questionOf(TraceRight right)
{
    return right == TraceRight::Attach ? Question{"mem", O_RDONLY} : Question{"exe", O_PATH};
}

// Closed rather than marked: CLOSE_RANGE_CLOEXEC requires 5.11.
bool closeAllBut(unsigned one, unsigned other)
{
    unsigned from = 0;
    for (const unsigned kept : {std::min(one, other), std::max(one, other)}) {
        if (kept > from && syscall(SYS_close_range, from, kept - 1, 0) != 0)
            return false;
        from = kept + 1;
    }
    return syscall(SYS_close_range, from, ~0u, 0) == 0;
}

// A process of the caller, with this program's file and nothing else of the helper; killed and reaped with this object.
class OwnProcess
{
public:
    static std::expected<OwnProcess, int> start(const Peer &caller, const char *selfExe)
    {
        const UniqueFd program(open(selfExe, O_PATH | O_CLOEXEC));
        std::array<int, 2> started{-1, -1};
        if (!program.isValid() || pipe2(started.data(), O_CLOEXEC) != 0)
            return std::unexpected(errno);
        const UniqueFd reading(started[0]);
        UniqueFd writing(started[1]);
        const pid_t child = fork();
        if (child < 0)
            return std::unexpected(errno);
        if (child == 0)
            become(caller, program.get(), writing.get());
        OwnProcess process(child);
        writing.reset();
        // With a timeout, since the caller may stop it.
        pollfd said{.fd = reading.get(), .events = POLLIN, .revents = 0};
        int ready = 0;
        do
            ready = poll(&said, 1, startMs);
        while (ready < 0 && errno == EINTR);
        if (ready != 1)
            return std::unexpected(ETIMEDOUT);
        int error = 0; // 0 comes from the new program
        if (read(reading.get(), &error, sizeof error) != ssize_t(sizeof error))
            return std::unexpected(EIO);
        if (error)
            return std::unexpected(error);
        return process;
    }

    OwnProcess(OwnProcess &&other) noexcept
        : m_pid(std::exchange(other.m_pid, -1))
    {
    }
    ~OwnProcess()
    {
        if (m_pid < 0)
            return;
        kill(m_pid, SIGKILL);
        while (waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) { }
    }
    pid_t pid() const { return m_pid; }

private:
    explicit OwnProcess(pid_t pid)
        : m_pid(pid)
    {
    }

    [[noreturn]] static void become(const Peer &caller, int program, int report)
    {
        std::array<char, 16> name{"cleartap-helper"}, option{"--role"}, role{"asked-of"};
        std::array<char *, 4> arguments{name.data(), option.data(), role.data(), nullptr};
        std::array<char *, 1> environment{nullptr};
        // This process belongs to the caller, who can take anything it holds.
        const int file = fcntl(program, F_DUPFD_CLOEXEC, reportDescriptor + 1);
        report = fcntl(report, F_DUPFD_CLOEXEC, reportDescriptor + 1);
        if (file < 0 || report < 0 || dup2(report, reportDescriptor) < 0)
            _exit(1);
        if (becomeCaller(caller) && prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && closeAllBut(unsigned(file), unsigned(reportDescriptor)))
            syscall(SYS_execveat, file, "", arguments.data(), environment.data(), AT_EMPTY_PATH);
        const int error = errno;
        (void)!write(reportDescriptor, &error, sizeof error);
        _exit(1);
    }

    pid_t m_pid;
};

} // namespace

std::expected<void, int> mayTrace(const Peer &caller, pid_t pid, TraceRight right)
{
    const Question question = questionOf(right);
    if (const auto fd = openAsCaller(caller, procPath(uint32_t(pid), question.name), question.flags); !fd)
        return std::unexpected(fd.error());
    return {};
}

std::vector<uint32_t> traceable(const Peer &caller, const std::vector<uint32_t> &pids, TraceRight right)
{
    const Question question = questionOf(right);
    std::array<int, 2> pipes{-1, -1};
    if (pids.empty() || pipe2(pipes.data(), O_CLOEXEC) != 0)
        return {};
    const UniqueFd reading(pipes[0]);
    UniqueFd writing(pipes[1]);
    const pid_t child = fork();
    if (child == 0) {
        // One byte per process; if becoming the caller fails, the pipe ends at once and all are refused.
        const bool is = becomeCaller(caller);
        for (size_t i = 0; is && i < pids.size(); ++i) {
            const UniqueFd fd(open(procPath(pids[i], question.name).c_str(), question.flags | O_CLOEXEC));
            const char answer = fd.isValid();
            (void)!write(writing.get(), &answer, 1);
        }
        _exit(0);
    }
    writing.reset();
    std::vector<uint32_t> result;
    char answer = 0;
    for (size_t i = 0; child > 0 && i < pids.size(); ++i) {
        ssize_t count = 0;
        do
            count = read(reading.get(), &answer, 1);
        while (count < 0 && errno == EINTR);
        if (count != 1)
            break;
        if (answer)
            result.push_back(pids[i]);
    }
    while (child > 0 && waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
    return result;
}

std::expected<bool, int> mayAttachToOwn(const Peer &caller, const char *selfExe)
{
    const auto own = OwnProcess::start(caller, selfExe);
    if (!own)
        return std::unexpected(own.error());
    const auto may = mayTrace(caller, own->pid(), TraceRight::Attach);
    if (!may && may.error() != EACCES && may.error() != EPERM)
        return std::unexpected(may.error());
    return may.has_value();
}

// A pipe closed by exec would be no proof that it runs: begin_new_exec() in fs/exec.c closes descriptors before it makes
// the process dumpable, and until then nobody may attach.
int waitToBeAskedOf()
{
    const int runs = 0;
    (void)!write(reportDescriptor, &runs, sizeof runs);
    close(reportDescriptor);
    for (;;)
        pause();
}

bool startedByCaller(const Peer &caller, pid_t pid)
{
    if (!readProc("/proc/sys/kernel/yama/ptrace_scope").starts_with('1') || startTicksOf(caller.pid) != caller.startTicks)
        return false;
    const auto tree = withDescendants({uint32_t(caller.pid)});
    return std::ranges::find(tree, uint32_t(pid)) != tree.end();
}

} // namespace loader
