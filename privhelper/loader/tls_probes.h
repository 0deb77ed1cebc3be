// SPDX-License-Identifier: GPL-3.0-or-later
// From a probe plan to attached probes: which BPF program a site wants, and one link for each program and file.
#pragma once

#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/load_error.h"
#include "privhelper/loader/perf_uprobe.h"
#include "privhelper/loader/unique_fd.h"

#include <array>
#include <cstdint>
#include <expected>
#include <vector>

namespace loader {

// The programs of bpf/tls.bpf.c.
enum class TlsProgram : uint8_t {
    ReadValue, ReadOut4, ReadOut5, WriteValue, WriteOut4, WriteOut5, PeekValue, PeekOut4, Handshake, Free, SetFd,
    MemoryWrite, SendFile, ReadPacket, Early, Uncork, Alpn,
    Entry,  // any of the above, by its cookie: for uprobe_multi
    Return,
};
inline constexpr size_t tlsProgramCount = 19;

// Descriptors of the loaded programs, by TlsProgram; not owned.
using TlsPrograms = std::array<int, tlsProgramCount>;

// Whether the program is loaded with, or without, uprobe_multi.
constexpr bool servesMulti(TlsProgram program) { return program >= TlsProgram::Entry; }
constexpr bool servesPerf(TlsProgram program) { return program != TlsProgram::Entry; }

// What keeps the probes of one file attached.
struct TlsLinks {
    std::vector<UniqueFd> links;
    std::vector<PerfUprobe> events;
    size_t sites = 0;
};

// elfFd: the file that the plan is of. library: its number, for the probes to tell. multi: by uprobe_multi links, else one perf event a site.
std::expected<TlsLinks, LoadError> attachTlsProbes(int elfFd, const analyzer::Plan &plan, uint16_t library,
                                                   const TlsPrograms &programs, bool multi);

// Closes them all at once: each waits for its own grace period of the kernel, but they can wait together.
void detachTlsProbes(std::vector<TlsLinks> all);

} // namespace loader
