// SPDX-License-Identifier: GPL-3.0-or-later
// From files that subjects have mapped to probes in them: asks the analyzer for each file's plan,
// attaches it, and says of each process whether its TLS traffic can be read, and if not, why.
#pragma once

#include "privhelper/loader/plan_request.h"
#include "privhelper/loader/probe_session.h"
#include "privhelper/wire/writer.h"

#include <deque>
#include <map>
#include <poll.h>
#include <vector>

namespace loader {

class Coverage
{
public:
    // Frames for the client are appended to `out`, which outlives this.
    Coverage(ProbeSession &session, wire::Bytes &out)
        : m_session(session)
        , m_out(out)
    {
    }

    void add(std::vector<ExecutableFile> files);
    void add(const std::vector<FileUse> &uses);

    // What to wait for, appended; advance() when one is readable or 100 ms have passed.
    void appendWaits(std::vector<pollfd> &waits) const;
    void advance();
    bool isIdle() const { return m_jobs.empty() && m_waiting.empty(); }

private:
    struct Job {
        ExecutableFile file;
        PlanRequest request;
    };

    struct Known {
        wire::Coverage coverage;
        std::vector<uint32_t> pids; // when it was told first
        uint16_t number = 0;        // of wire::LibraryFile; 0: not probed
    };

    void startJobs();
    void conclude(const ExecutableFile &file, const PlanResult &plan);
    void tell(const ExecutableFile &file, wire::Coverage coverage, uint16_t number = 0);
    void tellLibrary(const Known &known);
    void nameExactly(const ExecutableFile &crypto, const std::string &version);
    ExecutableFile *pending(const FileId &id);

    static constexpr size_t jobsMax = 2;        // analyzers at a time
    static constexpr size_t waitingMax = 4096;  // files; beyond it the oldest are not analysed, and said so

    ProbeSession &m_session;
    wire::Bytes &m_out;
    std::deque<ExecutableFile> m_waiting;
    std::vector<Job> m_jobs;
    std::map<FileId, Known> m_known; // files with TLS code: what to say of the next process that maps them
    std::map<std::string, std::string> m_exactVersions; // of OpenSSL, by the place of its libcrypto
};

// Nanoseconds of CLOCK_BOOTTIME, which the probes take too: it goes on while the machine sleeps.
int64_t bootNow();

} // namespace loader
