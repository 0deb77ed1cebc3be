// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/coverage.h"

#include <algorithm>
#include <cstring>
#include <ctime>

namespace loader {

namespace {

const char *libraryName(analyzer::Library library)
{
    switch (library) {
    case analyzer::Library::None: break;
    case analyzer::Library::OpenSsl: return "OpenSSL";
    case analyzer::Library::GnuTls: return "GnuTLS";
    case analyzer::Library::Nss: return "NSS";
    case analyzer::Library::Go: return "Go crypto/tls";
    case analyzer::Library::BoringSsl: return "BoringSSL";
    }
    return "";
}

std::string attachText(const LoadError &error)
{
    std::string text = "The probes could not be attached: " + error.step;
    if (error.code != 0)
        text += std::string(": ") + std::strerror(error.code);
    return text + ".";
}

} // namespace

int64_t monotonicNow()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

void Coverage::add(std::vector<ExecutableFile> files)
{
    for (ExecutableFile &file : files) {
        if (m_waiting.size() >= waitingMax) {
            wire::Coverage coverage;
            coverage.reason = "Too many files were mapped at once, so this one was not analysed.";
            tell(m_waiting.front(), coverage);
            m_waiting.pop_front();
        }
        m_waiting.push_back(std::move(file));
    }
    startJobs();
}

void Coverage::add(const std::vector<FileUse> &uses)
{
    for (const FileUse &use : uses) {
        const auto known = m_known.find(use.id);
        if (known == m_known.end())
            continue;
        wire::Coverage coverage = known->second;
        coverage.pid = use.pid;
        coverage.time = monotonicNow();
        wire::encode(coverage, m_out);
    }
}

void Coverage::appendWaits(std::vector<pollfd> &waits) const
{
    for (const Job &job : m_jobs)
        waits.push_back({job.request.pollFd(), POLLIN, 0});
}

void Coverage::startJobs()
{
    while (m_jobs.size() < jobsMax && !m_waiting.empty()) {
        ExecutableFile file = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (auto request = PlanRequest::start(file.fd.get()))
            m_jobs.push_back({std::move(file), std::move(*request)});
        else
            conclude(file, std::unexpected(request.error()));
    }
}

void Coverage::advance()
{
    for (size_t i = 0; i < m_jobs.size();) {
        const auto result = m_jobs[i].request.advance();
        if (!result) {
            ++i;
            continue;
        }
        const Job job = std::move(m_jobs[i]);
        m_jobs.erase(m_jobs.begin() + std::ptrdiff_t(i));
        conclude(job.file, *result);
    }
    startJobs();
}

void Coverage::conclude(const ExecutableFile &file, const PlanResult &plan)
{
    wire::Coverage coverage;
    coverage.state = wire::CoverageState::NotReadable;
    if (!plan) {
        coverage.reason = plan.error().text();
        wire::encode(wire::RoleLost{wire::HelperRole::Analyzer, file.path + ": " + coverage.reason}, m_out);
        // Remembered by the session too, so that it is not asked for again.
        (void)m_session.attachPlan(file, {});
        return tell(file, coverage);
    }
    const auto attached = m_session.attachPlan(file, *plan);
    if (plan->library == analyzer::Library::None)
        return; // no TLS in this file: nothing to say of it
    if (attached && plan->problem.empty() && std::ranges::all_of(plan->sites, [](const analyzer::Site &site) {
            return site.role == analyzer::Role::MemoryWrite;
        }))
        return; // libcrypto, which many have that speak no TLS
    coverage.library = libraryName(plan->library);
    coverage.version = plan->version;
    coverage.foundBy = plan->foundBy;
    if (!attached)
        coverage.reason = attachText(attached.error());
    else if (!attached->refusal.empty())
        coverage.reason = attached->refusal;
    else if (attached->sites == 0)
        coverage.reason = plan->problem;
    else if (!attached->returnsSeen)
        coverage.reason = "This kernel offers no probe at the return of a function, and this library needs one.";
    else
        coverage.state = wire::CoverageState::Readable;
    tell(file, coverage);
}

void Coverage::tell(const ExecutableFile &file, wire::Coverage coverage)
{
    coverage.time = monotonicNow();
    coverage.path = file.path;
    if (m_known.size() < waitingMax)
        m_known[file.id] = coverage;
    for (const uint32_t pid : file.pids) {
        coverage.pid = pid;
        wire::encode(coverage, m_out);
    }
    if (file.pids.empty())
        wire::encode(coverage, m_out);
}

} // namespace loader
