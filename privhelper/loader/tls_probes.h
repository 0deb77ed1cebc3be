// SPDX-License-Identifier: GPL-3.0-or-later
// Attaches probes by a probe plan: describes each site to the BPF programs, and creates one link per program and file.
#pragma once

#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/load_error.h"
#include "privhelper/loader/perf_uprobe.h"
#include "privhelper/loader/scope.h"
#include "privhelper/loader/site_table.h"
#include "privhelper/loader/unique_fd.h"

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <vector>

namespace loader {

// The programs of bpf/tls.bpf.c. Entries with cookies have one program, those without have a page of bpf/site.h.
enum class TlsProgram : uint8_t { Entry, Page0, Page1, Page2, Page3, Page4, Return };
inline constexpr size_t tlsProgramCount = 7;

// Descriptors of the loaded programs, by TlsProgram; not owned.
using TlsPrograms = std::array<int, tlsProgramCount>;

// Whether the program is loaded if probes have, or do not have, cookies.
constexpr bool servesCookies(TlsProgram program) { return program == TlsProgram::Entry || program == TlsProgram::Return; }
constexpr bool servesPages(TlsProgram program) { return program != TlsProgram::Entry; }

// Keeps the probes of one file attached.
struct TlsLinks {
    std::vector<UniqueFd> links;
    std::vector<PerfUprobe> events;
    SiteTable::Taken taken;         // to be released after detaching
};

struct TlsHooks {
    bool multi = false;   // uprobe_multi links, else one perf event per site
    bool cookies = false; // else each program finds its sites by their addresses
    bool returns = false; // return probes may be placed
    TlsSecrets secrets = TlsSecrets::Never;
};

struct PlannedStack {
    const analyzer::Stack &stack;
    uint16_t library; // its number, for the probes to report
};

struct AttachedSites {
    TlsLinks links;
    std::vector<size_t> sites; // number of sites probed, by stack
};

// Whether such a session reads the stack by secrets. Then it probes the sites where these pass, else all others.
bool readsBySecrets(const analyzer::Stack &stack, TlsSecrets secrets);
constexpr bool isWanted(const analyzer::Site &site, bool bySecrets) { return (site.role == analyzer::Role::Secret) == bySecrets; }

// elfFd: the planned file. On failure nothing stays attached.
std::expected<AttachedSites, LoadError> attachTlsProbes(int elfFd, std::span<const PlannedStack> stacks, const TlsPrograms &programs,
                                                        SiteTable &table, const TlsHooks &hooks);

// Closes them all at once: each waits for its own RCU grace period, but they can wait together. Releases nothing.
void detachTlsProbes(std::span<TlsLinks> all);

} // namespace loader
