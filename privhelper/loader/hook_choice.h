// SPDX-License-Identifier: GPL-3.0-or-later
// Which hook serves each fact: the best that the kernel offers, or the one behind it where a test forces that.
#pragma once

#include "privhelper/loader/kernel_features.h"
#include "privhelper/loader/load_error.h"

#include <array>
#include <expected>
#include <string>
#include <string_view>

namespace loader {

// What is done without, though the kernel may have it.
struct ForcedHooks {
    bool rawTracepoints = false; // raw_tp: not tp_btf
    bool perfUprobes = false;    // perf_uprobe: not uprobe_multi
    bool noLoop = false;         // no_loop: not bpf_loop
    bool noIterators = false;    // no_iterators: no list of the connections that exist
    bool noSocketSide = false;   // no_socket_side: as where kernel memory may not be read
    bool noReturns = false;      // no_returns: as where return probes endanger the observed programs

    bool any() const { return rawTracepoints || perfUprobes || noLoop || noIterators || noSocketSide || noReturns; }
};

// Out of words separated by commas. The error is a sentence that names the unknown word and those that are known.
std::expected<ForcedHooks, std::string> forcedHooksOf(std::string_view words);

struct HookChoice {
    bool rawTracepoints = false; // else tp_btf
    bool perfCalls = false;      // system calls by a perf tracepoint, whatever serves the rest
    bool perfUprobes = false;    // else uprobe_multi
    bool casts = false;          // bpf_rdonly_cast; without it the socket side is the build without bpf_loop too
    bool loop = false;           // bpf_loop, else a loop that the compiler unrolls
    bool iterators = false;
    bool socketSide = false;
    bool returns = false;        // return probes may be placed
};

// Fails where a fact that everything needs has no hook left.
std::expected<HookChoice, LoadError> chooseHooks(const KernelFeatures &features, const ForcedHooks &forced);

// One fact's hooks, for doctor.
struct HookFact {
    const char *fact = "";
    std::string best;     // of all that this program knows
    std::string chosen;   // empty: none
    std::string why;      // where chosen is not the best: a sentence
};
std::array<HookFact, 5> hookFacts(const KernelFeatures &features, const ForcedHooks &forced);

} // namespace loader
