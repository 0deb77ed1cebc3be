// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the analyzer's process for the plan of one file. The process is started, limited in time, and its death told by name.
#pragma once

#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/unique_fd.h"

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace loader {

struct PlanError {
    enum class Kind {
        NotStarted, // `code` is errno
        TimedOut,   // killed by us; `code` is 0
        Signal,     // `code` is the signal: SIGSYS its call filter, SIGXCPU its time, SIGBUS a file cut short, …
        Exit,       // `code` is the exit status
        BadAnswer,  // it ended well, but what it wrote is not a plan; `code` is 0
    };
    Kind kind = Kind::NotStarted;
    int code = 0;
    // One sentence: "The analyzer was killed by signal 31 (Bad system call)."
    std::string text() const;
};

using PlanResult = std::expected<analyzer::Plan, PlanError>;

// The asynchronous form: start, wait until pollFd() is readable or deadline() is past, advance, until there is a result.
class PlanRequest {
public:
    // Of the clock on the wall, for a busy machine; what the process may use is its own limit of processor time.
    static constexpr std::chrono::milliseconds timeLimit { 20'000 };

    // elfFd: a regular file open for reading; duplicated, so the caller may close its own. selfExe: the helper.
    static std::expected<PlanRequest, PlanError> start(int elfFd, const char *selfExe = "/proc/self/exe",
                                                       std::chrono::milliseconds limit = timeLimit);
    PlanRequest(PlanRequest &&other) noexcept;
    PlanRequest &operator=(PlanRequest &&other) noexcept;
    ~PlanRequest(); // kills and reaps the process when there is no result yet

    int pollFd() const { return m_reply.get(); }
    std::chrono::steady_clock::time_point deadline() const { return m_deadline; }
    // Never blocks longer than the process needs to end after its last byte. Nothing: not finished, wait again.
    std::optional<PlanResult> advance();

private:
    PlanRequest() = default;
    PlanResult conclude(bool timedOut);
    void end();

    UniqueFd m_reply;
    pid_t m_process = -1;
    uint64_t m_fileSize = 0;
    std::chrono::steady_clock::time_point m_deadline;
    std::vector<std::byte> m_received;
};

// The blocking form.
PlanResult requestPlan(int elfFd, const char *selfExe = "/proc/self/exe");

} // namespace loader
