// SPDX-License-Identifier: GPL-3.0-or-later
// Attaches probes by a probe plan: chooses the BPF program for each site, and creates one link per program and file.
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
    Entry,  // any of the above, selected by its cookie: for uprobe_multi
    Return,
};
inline constexpr size_t tlsProgramCount = 19;

// Descriptors of the loaded programs, by TlsProgram; not owned.
using TlsPrograms = std::array<int, tlsProgramCount>;

// Whether the program is loaded with, or without, uprobe_multi.
constexpr bool servesMulti(TlsProgram program) { return program >= TlsProgram::Entry; }
constexpr bool servesPerf(TlsProgram program) { return program != TlsProgram::Entry; }

// Keeps the probes of one file attached.
struct TlsLinks {
    std::vector<UniqueFd> links;
    std::vector<PerfUprobe> events;
    size_t sites = 0;
};

// elfFd: the planned file. library: its number, for the probes to report. multi: use uprobe_multi links, else one perf
// event per site.
std::expected<TlsLinks, LoadError> attachTlsProbes(int elfFd, const analyzer::Plan &plan, uint16_t library,
                                                   const TlsPrograms &programs, bool multi);

// Closes them all at once: each waits for its own RCU grace period, but they can wait together.
void detachTlsProbes(std::vector<TlsLinks> all);

} // namespace loader
