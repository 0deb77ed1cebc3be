// SPDX-License-Identifier: GPL-3.0-or-later
// Whom the probes observe, as far as the loader says it: named and excluded processes in the map "subjects". All others
// judge themselves at their first call.
#pragma once

#include "bpf/probe_config.h"
#include "privhelper/loader/load_error.h"
#include "privhelper/loader/scope.h"

#include <cstdint>
#include <expected>
#include <vector>

namespace loader {

struct ProcessInfo;

class Subjects {
public:
    // Writes the scope into the map, whose descriptor lives longer than this; this process itself is never observed.
    static std::expected<Subjects, LoadError> fill(int map, ScopeConfig scope);

    // ScopeMode::Pids: a running process, observed from now on.
    std::expected<void, LoadError> add(uint32_t pid);
    // Never from now on.
    std::expected<void, LoadError> exclude(uint32_t pid);

    // Those that run at the moment.
    std::vector<ProcessInfo> running() const;

private:
    Subjects(int map, ScopeConfig scope);
    void keepTraceable(std::vector<ProcessInfo> &processes) const;
    std::expected<void, LoadError> set(uint32_t pid, subject_verdict verdict, bool isChosen);

    int m_map;
    ScopeConfig m_scope;
    std::vector<uint32_t> m_chosen;   // ScopeMode::Pids: as far as known to the loader
};

} // namespace loader
