// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/coverage.h"

#include "privhelper/loader/library_list.h"
#include "privhelper/loader/mapped_files.h"
#include "privhelper/wire/names.h"

#include <algorithm>
#include <cstring>
#include <ctime>
#include <string_view>

namespace loader {

namespace {

constexpr std::string_view vagueEnding = " or newer";

std::string_view nameOf(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

bool isCryptoName(std::string_view path)
{
    return nameOf(path).starts_with("libcrypto.so");
}

// Device, directory, and what follows ".so": containers have other files at the same path.
std::string placeOf(const FileId &id, std::string_view path)
{
    const std::string_view name = nameOf(path);
    const size_t ending = std::min(name.find(".so"), name.size());
    return std::to_string(id.device) + ':' + std::string(path.substr(0, path.size() - name.size())) + std::string(name.substr(ending));
}

std::string attachText(const LoadError &error)
{
    std::string text = "The probes could not be attached: " + error.step;
    if (error.code != 0)
        text += std::string(": ") + std::strerror(error.code);
    return text + ".";
}

} // namespace

int64_t bootNow()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

void Coverage::add(std::vector<ExecutableFile> files)
{
    for (ExecutableFile &file : files) {
        if (!file.problem.empty()) {
            tellProblem(file);
        } else if (auto dropped = m_waiting.add(std::move(file))) {
            dropped->problem = tooManyFiles;
            tellProblem(*dropped);
        }
    }
    startJobs();
}

void Coverage::add(const std::vector<FileUse> &uses)
{
    for (const FileUse &use : uses) {
        const auto known = m_known.find(use.id);
        if (known == m_known.end()) {
            if (ExecutableFile *file = pending(use.id))
                file->pids.push_back(use.pid);
            continue;
        }
        for (const Known &stack : known->second) {
            wire::Coverage coverage = stack.coverage;
            coverage.pid = use.pid;
            wire::encode(coverage, m_out);
        }
    }
}

// Its plan is being made, or is queued.
ExecutableFile *Coverage::pending(const FileId &id)
{
    for (Job &job : m_jobs) {
        if (job.file.id == id)
            return &job.file;
    }
    return m_waiting.find(id);
}

void Coverage::appendWaits(std::vector<pollfd> &waits) const
{
    for (const Job &job : m_jobs)
        waits.push_back({job.request.pollFd(), POLLIN, 0});
}

void Coverage::startJobs()
{
    const auto mayStart = [this](uint32_t owner) {
        return size_t(std::ranges::count(m_jobs, owner, [](const Job &job) { return job.file.owner; })) < jobsOfOwnerMax;
    };
    while (m_jobs.size() < jobsMax) {
        auto next = m_waiting.take(mayStart);
        if (!next)
            return;
        ExecutableFile file = std::move(*next);
        if (const auto kept = m_plans.find(file.fd.get()))
            conclude(file, *kept);
        else if (std::string contents = m_plans.key(file.fd.get()); auto request = PlanRequest::start(file.fd.get()))
            m_jobs.push_back({std::move(file), std::move(*request), std::move(contents)});
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
        if (*result && m_plans.key(job.file.fd.get()) == job.contents)
            m_plans.keep(job.contents, job.request.answer());
        conclude(job.file, *result);
    }
    startJobs();
}

std::vector<UniqueFd> Coverage::takeUnplanned()
{
    std::vector<UniqueFd> files;
    files.reserve(m_jobs.size() + m_waiting.size());
    for (Job &job : m_jobs)
        files.push_back(std::move(job.file.fd));
    m_jobs.clear();
    while (auto next = m_waiting.take([](uint32_t) { return true; }))
        files.push_back(std::move(next->fd));
    return files;
}

void Coverage::tellProblem(const ExecutableFile &file)
{
    wire::Coverage coverage;
    coverage.state = isTlsLibraryName(file.path) ? wire::CoverageState::NotReadable : wire::CoverageState::Unknown;
    coverage.library = wire::libraryName(wire::Library::Other);
    coverage.reason = file.problem;
    tell(file, coverage);
}

void Coverage::conclude(const ExecutableFile &file, const PlanResult &plan)
{
    wire::Coverage coverage;
    coverage.state = wire::CoverageState::NotReadable;
    if (!plan) {
        if (!isTlsLibraryName(file.path))
            coverage.state = wire::CoverageState::Unknown;
        coverage.library = wire::libraryName(wire::Library::Other);
        coverage.reason = plan.error().text();
        wire::encode(wire::RoleLost{wire::HelperRole::Analyzer, file.path + ": " + coverage.reason}, m_out);
        return tell(file, coverage);
    }
    const auto attached = m_session.attachPlan(file, *plan);
    const std::string &crypto = plan->stacks.empty() ? plan->cryptoVersion : plan->stacks.front().version;
    if (isCryptoName(file.path) && !crypto.empty())
        nameExactly(file, crypto);
    for (size_t i = 0; i < plan->stacks.size(); i++) {
        const analyzer::Stack &stack = plan->stacks[i];
        if (attached && !stack.sites.empty() && std::ranges::all_of(stack.sites, [](const analyzer::Site &site) {
                return site.role == analyzer::Role::MemoryWrite;
            }))
            continue; // libcrypto, which many programs use without TLS
        const AttachedStack *probed = attached ? &attached->stacks[i] : nullptr;
        tell(file, rowOf(file, stack, probed, attached ? nullptr : &attached.error()), probed ? probed->library : 0);
    }
}

wire::Coverage Coverage::rowOf(const ExecutableFile &file, const analyzer::Stack &stack, const AttachedStack *attached, const LoadError *error) const
{
    wire::Coverage row;
    row.state = wire::CoverageState::NotReadable;
    row.library = wire::libraryName(wire::Library(stack.library));
    row.version = stack.version;
    if (const auto exact = m_exactVersions.find(placeOf(file.id, file.path)); exact != m_exactVersions.end() && row.version.ends_with(vagueEnding))
        row.version = exact->second;
    row.foundBy = stack.foundBy;
    if (stack.sites.empty())
        row.reason = stack.problem;
    else if (error)
        row.reason = attachText(*error);
    else if (!attached->refusal.empty())
        row.reason = attached->refusal;
    else if (!attached->returnsSeen || attached->sites == 0)
        row.reason = "This kernel offers no probe at the return of a function, and this library needs one.";
    else
        row.state = wire::CoverageState::Readable;
    return row;
}

// libssl only knows the oldest version it is compatible with; the libcrypto beside it is from the same build.
void Coverage::nameExactly(const ExecutableFile &crypto, const std::string &version)
{
    const std::string place = placeOf(crypto.id, crypto.path);
    if (m_exactVersions.size() < knownMax)
        m_exactVersions[place] = version;
    for (auto &[id, stacks] : m_known) {
        for (Known &known : stacks) {
            if (!known.coverage.version.ends_with(vagueEnding) || placeOf(id, known.coverage.path) != place)
                continue;
            known.coverage.version = version;
            tellLibrary(known);
            for (const uint32_t pid : known.pids) {
                wire::Coverage coverage = known.coverage;
                coverage.pid = pid;
                wire::encode(coverage, m_out);
            }
        }
    }
}

void Coverage::tellLibrary(const Known &known)
{
    if (known.number)
        wire::encode(wire::LibraryFile{known.number, known.coverage.library, known.coverage.version, known.coverage.path, known.coverage.foundBy},
                     m_out);
}

void Coverage::tell(const ExecutableFile &file, wire::Coverage coverage, uint16_t number)
{
    m_session.follow(file.id);
    coverage.time = bootNow();
    coverage.path = file.path;
    const Known known{coverage, file.pids, number};
    tellLibrary(known);
    if (m_known.size() < knownMax || m_known.contains(file.id))
        m_known[file.id].push_back(known);
    for (const uint32_t pid : file.pids) {
        coverage.pid = pid;
        wire::encode(coverage, m_out);
    }
    if (file.pids.empty())
        wire::encode(coverage, m_out);
}

} // namespace loader
