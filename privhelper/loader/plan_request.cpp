// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_request.h"

#include "privhelper/loader/plan_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace loader {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

std::unexpected<PlanError> notStarted(int error)
{
    return std::unexpected(PlanError { PlanError::Kind::NotStarted, error });
}

// Starts the role with the file at 3, the pipe at 4, nothing at 0 to 2, and none of the loader's other descriptors,
// environment or blocked signals.
std::expected<pid_t, int> spawn(const char *selfExe, int elfFd, int replyFd)
{
    // Moved away from the target numbers.
    const UniqueFd elf(fcntl(elfFd, F_DUPFD_CLOEXEC, 16));
    const UniqueFd reply(fcntl(replyFd, F_DUPFD_CLOEXEC, 16));
    if (!elf.isValid() || !reply.isValid())
        return std::unexpected(errno);

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int error = 0;
    for (const int standard : { 0, 1, 2 })
        error |= posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
    error |= posix_spawn_file_actions_adddup2(&actions, elf.get(), analyzer::inheritedElfFd);
    error |= posix_spawn_file_actions_adddup2(&actions, reply.get(), analyzer::inheritedReplyFd);
    error |= posix_spawn_file_actions_addclosefrom_np(&actions, analyzer::inheritedReplyFd + 1);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    error |= posix_spawnattr_setsigmask(&attributes, &none);
    error |= posix_spawnattr_setsigdefault(&attributes, &all);
    error |= posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t process = -1;
    if (error == 0) {
        std::array<std::string, 3> words { "cleartap-helper", "--role", "analyzer" };
        std::array<char *, 4> arguments { words[0].data(), words[1].data(), words[2].data(), nullptr };
        std::array<char *, 1> environment { nullptr };
        error = posix_spawn(&process, selfExe, &actions, &attributes, arguments.data(), environment.data());
    } else {
        error = ENOMEM;
    }
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
        return std::unexpected(error);
    return process;
}

bool reapedWithin(pid_t process, std::chrono::milliseconds limit)
{
    for (const auto until = Clock::now() + limit;;) {
        const pid_t reaped = waitpid(process, nullptr, WNOHANG);
        if (reaped == process || (reaped < 0 && errno != EINTR))
            return true;
        if (Clock::now() >= until)
            return false;
        poll(nullptr, 0, 1);
    }
}

std::vector<pid_t> &lingering()
{
    static std::vector<pid_t> processes;
    return processes;
}

} // namespace

std::string PlanError::text() const
{
    switch (kind) {
    case Kind::NotStarted:
        return std::string("The analyzer could not be started: ") + std::strerror(code) + ".";
    case Kind::TimedOut:
        return "The analyzer took too long and was killed.";
    case Kind::Signal: {
        const char *name = sigdescr_np(code);
        return "The analyzer was killed by signal " + std::to_string(code) + " (" + (name ? name : "unknown") + ").";
    }
    case Kind::Exit:
        if (code == static_cast<int>(analyzer::Exit::NotConfined))
            return "The analyzer could not give up its privileges, and did nothing.";
        return "The analyzer ended with status " + std::to_string(code) + ".";
    case Kind::BadAnswer:
        break;
    }
    return "The analyzer's answer is not a plan.";
}

std::expected<PlanRequest, PlanError> PlanRequest::start(int elfFd, const char *selfExe, std::chrono::milliseconds limit)
{
    struct stat status { };
    if (fstat(elfFd, &status) != 0)
        return notStarted(errno);
    if (!S_ISREG(status.st_mode))
        return notStarted(EINVAL);
    std::erase_if(lingering(), [](pid_t process) { return reapedWithin(process, 0ms); });
    std::array<int, 2> ends { -1, -1 };
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return notStarted(errno);
    PlanRequest request;
    request.m_reply.reset(ends[0]);
    const UniqueFd writing(ends[1]);
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0)
        return notStarted(errno);
    request.m_fileSize = static_cast<uint64_t>(status.st_size);
    request.m_deadline = Clock::now() + limit;
    const auto process = spawn(selfExe, elfFd, writing.get());
    if (!process)
        return notStarted(process.error());
    request.m_process = *process;
    return request;
}

PlanRequest::PlanRequest(PlanRequest &&other) noexcept
    : m_reply(std::move(other.m_reply))
    , m_process(std::exchange(other.m_process, -1))
    , m_fileSize(other.m_fileSize)
    , m_deadline(other.m_deadline)
    , m_received(std::move(other.m_received))
{
}

PlanRequest &PlanRequest::operator=(PlanRequest &&other) noexcept
{
    if (this != &other) {
        end();
        m_reply = std::move(other.m_reply);
        m_process = std::exchange(other.m_process, -1);
        m_fileSize = other.m_fileSize;
        m_deadline = other.m_deadline;
        m_received = std::move(other.m_received);
    }
    return *this;
}

PlanRequest::~PlanRequest()
{
    end();
}

// A process that waits for a disk or a server does not die until that responds. It is then reaped when the next one
// starts, or by init: waiting for it would block everything else.
void PlanRequest::end()
{
    if (m_process <= 0)
        return;
    kill(m_process, SIGKILL);
    if (!reapedWithin(m_process, 200ms))
        lingering().push_back(m_process);
    m_process = -1;
}

std::optional<PlanResult> PlanRequest::advance()
{
    if (m_process <= 0)
        return PlanResult(notStarted(ECHILD));
    std::array<std::byte, 16 * 1024> buffer;
    // One byte more than the maximum is enough to reject the answer.
    while (m_received.size() <= analyzer::reply::bytesMax) {
        const ssize_t count = read(m_reply.get(), buffer.data(), buffer.size());
        if (count > 0) {
            m_received.insert(m_received.end(), buffer.begin(), buffer.begin() + count);
        } else if (count == 0) {
            return conclude(false);
        } else if (errno != EINTR) {
            if (errno == EAGAIN && Clock::now() < m_deadline)
                return std::nullopt;
            return conclude(true);
        }
    }
    end();
    return PlanResult(std::unexpected(PlanError { PlanError::Kind::BadAnswer, 0 }));
}

PlanResult PlanRequest::conclude(bool timedOut)
{
    if (timedOut) {
        end();
        return std::unexpected(PlanError { PlanError::Kind::TimedOut, 0 });
    }
    // The pipe is closed: the process is exiting, or only pretends to. Then it is killed.
    int status = 0;
    pid_t reaped = 0;
    for (int tries = 0; tries < 200; ++tries) {
        reaped = waitpid(m_process, &status, WNOHANG);
        if (reaped != 0 && !(reaped < 0 && errno == EINTR))
            break;
        poll(nullptr, 0, 1);
    }
    if (reaped == 0) {
        end();
        return std::unexpected(PlanError { PlanError::Kind::TimedOut, 0 });
    }
    m_process = -1;
    if (reaped < 0)
        return notStarted(errno);
    if (WIFSIGNALED(status))
        return std::unexpected(PlanError { PlanError::Kind::Signal, WTERMSIG(status) });
    if (WEXITSTATUS(status) != static_cast<int>(analyzer::Exit::Answered))
        return std::unexpected(PlanError { PlanError::Kind::Exit, WEXITSTATUS(status) });
    if (auto plan = readPlan(m_received, m_fileSize))
        return *std::move(plan);
    return std::unexpected(PlanError { PlanError::Kind::BadAnswer, 0 });
}

PlanResult requestPlan(int elfFd, const char *selfExe)
{
    auto request = PlanRequest::start(elfFd, selfExe);
    if (!request)
        return std::unexpected(request.error());
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(request->deadline() - Clock::now());
        pollfd waited { request->pollFd(), POLLIN, 0 };
        poll(&waited, 1, static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0)));
        if (auto result = request->advance())
            return *std::move(result);
    }
}

} // namespace loader
