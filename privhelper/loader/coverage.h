// SPDX-License-Identifier: GPL-3.0-or-later
// Gets from files that subjects have mapped to probes in them: requests each file's plan from the analyzer, attaches
// it, and reports for each process whether its TLS traffic can be read, and if not, why.
#pragma once

#include "privhelper/loader/file_queue.h"
#include "privhelper/loader/plan_cache.h"
#include "privhelper/loader/plan_request.h"
#include "privhelper/loader/probe_session.h"
#include "privhelper/wire/writer.h"

#include <map>
#include <poll.h>
#include <vector>

namespace loader {

class Coverage
{
public:
    // Frames for the client are appended to `out`, which must outlive this.
    Coverage(ProbeSession &session, wire::Bytes &out)
        : m_session(session)
        , m_out(out)
    {
    }

    void add(std::vector<ExecutableFile> files);
    void add(const std::vector<FileUse> &uses);

    // Appends what to poll for; call advance() when one is readable or 100 ms have passed.
    void appendWaits(std::vector<pollfd> &waits) const;
    void advance();
    // Stops, and gives the files that have no plan yet, the ones begun first.
    std::vector<UniqueFd> takeUnplanned();
    bool isIdle() const { return m_jobs.empty() && m_waiting.isEmpty(); }

private:
    struct Job {
        ExecutableFile file;
        PlanRequest request;
        std::string contents; // PlanCache::key() when the request began
    };

    struct Known {
        wire::Coverage coverage;
        std::vector<uint32_t> pids; // when it was first reported
        uint16_t number = 0;        // id of its wire::LibraryFile; 0: not probed
    };

    void startJobs();
    void tellProblem(const ExecutableFile &file);
    void conclude(const ExecutableFile &file, const PlanResult &plan);
    wire::Coverage rowOf(const ExecutableFile &file, const analyzer::Stack &stack, const AttachedStack *attached, const LoadError *error) const;
    void tell(const ExecutableFile &file, wire::Coverage coverage, uint16_t number = 0);
    void tellLibrary(const Known &known);
    void nameExactly(const ExecutableFile &crypto, const std::string &version);
    ExecutableFile *pending(const FileId &id);

    static constexpr size_t jobsMax = 3;        // concurrent analyzers
    static constexpr size_t jobsOfOwnerMax = 2; // so that slow files of one owner do not hold up others'
    static constexpr size_t knownMax = 4096;    // files whose rows are repeated for further processes

    ProbeSession &m_session;
    PlanCache m_plans{planFolder()};
    wire::Bytes &m_out;
    FileQueue m_waiting;
    std::vector<Job> m_jobs;
    std::map<FileId, std::vector<Known>> m_known; // files with TLS code, by stack: what to report for the next process that maps them
    std::map<std::string, std::string> m_exactVersions; // of OpenSSL, by the location of its libcrypto
};

// Nanoseconds of CLOCK_BOOTTIME, as used by the probes: it includes time in suspend.
int64_t bootNow();

} // namespace loader
