// SPDX-License-Identifier: GPL-3.0-or-later
// Which processes the probes observe, as far as the loader decides: named and excluded ones, in the map "subjects". All
// others are judged by the probes at their first call.
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
    // Writes the scope to the map, whose descriptor must outlive this; our own process is never observed.
    static std::expected<Subjects, LoadError> fill(int map, ScopeConfig scope);

    // ScopeMode::Pids: a running process, observed from now on.
    std::expected<void, LoadError> add(uint32_t pid);
    // Never observed from now on.
    std::expected<void, LoadError> exclude(uint32_t pid);

    // The subjects currently running.
    std::vector<ProcessInfo> running() const;

private:
    Subjects(int map, ScopeConfig scope);
    void keepTraceable(std::vector<ProcessInfo> &processes) const;
    std::expected<void, LoadError> set(uint32_t pid, subject_verdict verdict, bool isChosen);

    int m_map;
    ScopeConfig m_scope;
    std::vector<uint32_t> m_chosen;   // ScopeMode::Pids: those known to the loader
};

} // namespace loader
