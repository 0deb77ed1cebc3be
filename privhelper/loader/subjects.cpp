// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/subjects.h"

#include "privhelper/loader/process_list.h"
#include "privhelper/loader/trace_question.h"

#include <bpf/bpf.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace loader {

Subjects::Subjects(int map, ScopeConfig scope)
    : m_map(map)
    , m_scope(std::move(scope))
{
}

std::expected<Subjects, LoadError> Subjects::fill(int map, ScopeConfig scope)
{
    if (scope.pids.size() > 4096 || scope.excluded.size() > 64)
        return std::unexpected(LoadError { LoadFailure::Internal, E2BIG, "apply the scope", {} });
    Subjects subjects(map, std::move(scope));
    if (subjects.m_scope.mode == ScopeMode::Pids) {
        subjects.m_chosen = subjects.m_scope.followChildren ? withDescendants(subjects.m_scope.pids) : subjects.m_scope.pids;
        for (const uint32_t pid : subjects.m_chosen) {
            if (auto set = subjects.set(pid, SUBJECT_NO, true); !set)
                return std::unexpected(std::move(set.error()));
        }
    }
    for (const uint32_t pid : subjects.m_scope.excluded) {
        if (auto set = subjects.set(pid, SUBJECT_EXCLUDED, false); !set)
            return std::unexpected(std::move(set.error()));
    }
    const auto own = static_cast<uint32_t>(getpid());
    subjects.m_scope.excluded.push_back(own);
    if (auto set = subjects.set(own, subjects.m_scope.excludeChildren ? SUBJECT_EXCLUDED_TREE : SUBJECT_EXCLUDED, false); !set)
        return std::unexpected(std::move(set.error()));
    return subjects;
}

std::expected<void, LoadError> Subjects::set(uint32_t pid, subject_verdict verdict, bool isChosen)
{
    subject value {};
    value.verdict = verdict;
    value.chosen = isChosen;
    value.judged = verdict >= SUBJECT_EXCLUDED;
    if (bpf_map_update_elem(m_map, &pid, &value, BPF_ANY) != 0)
        return std::unexpected(libbpfError(errno, "register a process with the probes"));
    return {};
}

std::expected<void, LoadError> Subjects::add(uint32_t pid)
{
    if (kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH)
        return std::unexpected(LoadError { LoadFailure::NoSuchTarget, ESRCH, "add a process", {} });
    m_chosen.push_back(pid);
    return set(pid, SUBJECT_NO, true);
}

std::expected<void, LoadError> Subjects::exclude(uint32_t pid)
{
    m_scope.excluded.push_back(pid);
    return set(pid, SUBJECT_EXCLUDED, false);
}

// The same decision that BPF makes for processes that make a call; these may not have made one yet.
void Subjects::keepTraceable(std::vector<ProcessInfo> &processes) const
{
    Peer caller;
    caller.uid = m_scope.callerUid;
    caller.gid = m_scope.callerGid;
    std::vector<uint32_t> pids;
    for (const ProcessInfo &process : processes)
        pids.push_back(process.pid);
    const auto may = traceable(caller, pids, m_scope.attachAllowed ? TraceRight::Read : TraceRight::Attach);
    std::erase_if(processes, [&](const ProcessInfo &process) { return std::ranges::find(may, process.pid) == may.end(); });
}

std::vector<ProcessInfo> Subjects::running() const
{
    std::vector<ProcessInfo> result;
    for (const uint32_t pid : allPids()) {
        auto info = describeProcess(pid);
        if (info && isInScope(*info, m_scope, m_chosen))
            result.push_back(std::move(*info));
    }
    if (m_scope.ptraceRule)
        keepTraceable(result);
    return result;
}

} // namespace loader
