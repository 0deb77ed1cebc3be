// SPDX-License-Identifier: GPL-3.0-or-later
// Requests the plan of one file from an analyzer process: starts it, limits its time, and reports how it died.
#pragma once

#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/unique_fd.h"

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace loader {

struct PlanError {
    enum class Kind {
        NotStarted, // `code` is errno
        TimedOut,   // killed by us; `code` is 0
        Signal,     // `code` is the signal: SIGSYS its seccomp filter, SIGXCPU its time limit, SIGBUS a truncated file, …
        Exit,       // `code` is the exit status
        BadAnswer,  // it exited normally, but its output is not a plan; `code` is 0
    };
    Kind kind = Kind::NotStarted;
    int code = 0;
    // One sentence: "The analyzer was killed by signal 31 (Bad system call)."
    std::string text() const;
};

using PlanResult = std::expected<analyzer::Plan, PlanError>;

// The asynchronous form: start; wait until pollFd() is readable or deadline() has passed; advance; repeat.
class PlanRequest {
public:
    // Wall-clock time, generous for a busy machine; the process has its own limit on processor time.
    static constexpr std::chrono::milliseconds timeLimit { 20'000 };

    // elfFd: a regular file open for reading; it is duplicated, so the caller may close it. selfExe: the helper.
    static std::expected<PlanRequest, PlanError> start(int elfFd, const char *selfExe = "/proc/self/exe",
                                                       std::chrono::milliseconds limit = timeLimit);
    PlanRequest(PlanRequest &&other) noexcept;
    PlanRequest &operator=(PlanRequest &&other) noexcept;
    ~PlanRequest(); // kills and reaps the process if there is no result yet

    int pollFd() const { return m_reply.get(); }
    std::chrono::steady_clock::time_point deadline() const { return m_deadline; }
    // Blocks no longer than the process takes to exit after its last byte. nullopt: not finished, wait again.
    std::optional<PlanResult> advance();
    // What the analyzer wrote; after advance() has given a plan.
    std::span<const std::byte> answer() const { return m_received; }

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
