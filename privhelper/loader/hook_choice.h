// SPDX-License-Identifier: GPL-3.0-or-later
// Which hook provides each fact: the best one that the kernel offers, or the next one if a test forces it.
#pragma once

#include "privhelper/loader/kernel_features.h"
#include "privhelper/loader/load_error.h"

#include <array>
#include <expected>
#include <string>
#include <string_view>

namespace loader {

// What to do without, even if the kernel has it.
struct ForcedHooks {
    bool rawTracepoints = false; // raw_tp: not tp_btf
    bool perfUprobes = false;    // perf_uprobe: not uprobe_multi
    bool noLoop = false;         // no_loop: not bpf_loop
    bool noIterators = false;    // no_iterators: no list of the connections that exist
    bool noSocketSide = false;   // no_socket_side: as if kernel memory must not be read
    bool noReturns = false;      // no_returns: as if return probes endangered the observed programs
    bool noCookies = false;      // no_cookies: perf uprobes, and no bpf_get_attach_cookie
    bool clsact = false;         // clsact: not tcx

    bool any() const { return rawTracepoints || perfUprobes || noLoop || noIterators || noSocketSide || noReturns || noCookies || clsact; }
};

// From words separated by commas. The error is a sentence that names the unknown word and the known ones.
std::expected<ForcedHooks, std::string> forcedHooksOf(std::string_view words);

struct HookChoice {
    bool rawTracepoints = false; // else tp_btf
    bool perfCalls = false;      // a perf tracepoint for system calls, whatever is used otherwise
    bool perfUprobes = false;    // else uprobe_multi
    bool cookies = false;        // bpf_get_attach_cookie; without it uprobes are told apart by their addresses
    bool casts = false;          // bpf_rdonly_cast; without it the socket side also uses the build without bpf_loop
    bool loop = false;           // bpf_loop, else a loop unrolled by the compiler
    bool iterators = false;
    bool socketSide = false;
    bool returns = false;        // return probes may be used
    bool growingMaps = false;    // programs may allocate entries of maps when they need them
};

// Fails if something essential has no hook left.
std::expected<HookChoice, LoadError> chooseHooks(const KernelFeatures &features, const ForcedHooks &forced);

// The hooks for one fact, for doctor.
struct HookFact {
    const char *fact = "";
    std::string best;     // of all that this program supports
    std::string chosen;   // empty: none
    std::string why;      // a sentence, if chosen is not the best
};
std::array<HookFact, 5> hookFacts(const KernelFeatures &features, const ForcedHooks &forced);

} // namespace loader
