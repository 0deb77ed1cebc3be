// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/hook_choice.h"

#include <algorithm>
#include <cerrno>

namespace loader {
namespace {

struct Word {
    std::string_view word;
    bool ForcedHooks::*what;
};
constexpr std::array words {
    Word { "raw_tp", &ForcedHooks::rawTracepoints }, Word { "perf_uprobe", &ForcedHooks::perfUprobes },
    Word { "no_loop", &ForcedHooks::noLoop },        Word { "no_iterators", &ForcedHooks::noIterators },
    Word { "no_socket_side", &ForcedHooks::noSocketSide }, Word { "no_returns", &ForcedHooks::noReturns },
    Word { "no_cookies", &ForcedHooks::noCookies },     Word { "clsact", &ForcedHooks::clsact },
};

constexpr const char *forcedText = "A different hook is forced.";

LoadError none(LoadFailure failure, int code, const char *step)
{
    return { failure, code, step, {} };
}

} // namespace

std::expected<ForcedHooks, std::string> forcedHooksOf(std::string_view text)
{
    ForcedHooks forced;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        const auto *known = std::ranges::find(words, word, &Word::word);
        if (known == words.end()) {
            std::string error = "'" + std::string(word) + "' is not a hook that can be forced; known:";
            for (const Word &one : words)
                error += (&one == &words.front() ? " " : ", ") + std::string(one.word);
            return std::unexpected(error + ".");
        }
        forced.*known->what = true;
    }
    return forced;
}

std::expected<HookChoice, LoadError> chooseHooks(const KernelFeatures &features, const ForcedHooks &forced)
{
    if (!features.btf)
        return std::unexpected(none(LoadFailure::NoBtf, ENOENT, "read the kernel's types"));
    if (!features.mayLoad)
        return std::unexpected(none(LoadFailure::NoPrivilege, EPERM, "load a BPF program"));
    if (!features.ringBuffer)
        return std::unexpected(none(LoadFailure::KernelTooOld, EINVAL, "make a ring buffer"));
    HookChoice choice;
    choice.rawTracepoints = !features.btfTracepoints || forced.rawTracepoints;
    choice.perfCalls = features.preemptedCalls && features.perfTracepoints;
    choice.cookies = (features.uprobeMulti || features.cookies) && !forced.noCookies;
    choice.perfUprobes = !features.uprobeMulti || forced.perfUprobes || !choice.cookies;
    choice.casts = features.casts;
    choice.loop = features.loop && !forced.noLoop;
    choice.socketSide = features.kernelReads && !forced.noSocketSide;
    choice.iterators = choice.socketSide && features.taskFileIterator && !forced.noIterators;
    choice.returns = features.returnsSafe && !forced.noReturns;
    choice.growingMaps = features.allocation;
    if (choice.rawTracepoints && !features.rawTracepoints)
        return std::unexpected(none(LoadFailure::KernelTooOld, EINVAL, "find a kind of tracepoint"));
    // The raw_tp programs would have to read the tracepoint's arguments with bpf_probe_read_kernel.
    if (choice.rawTracepoints && !features.kernelReads)
        return std::unexpected(none(LoadFailure::KernelTooOld, EPERM, "use raw tracepoints where kernel memory may not be read"));
    if (choice.perfUprobes && !features.perfUprobe)
        return std::unexpected(none(LoadFailure::KernelTooOld, EINVAL, "find a kind of uprobe"));
    return choice;
}

std::array<HookFact, 5> hookFacts(const KernelFeatures &features, const ForcedHooks &forced)
{
    const bool raw = !features.btfTracepoints || forced.rawTracepoints;
    const bool anyTracepoint = raw ? features.rawTracepoints && features.kernelReads : true;
    const std::string tracepoint = !anyTracepoint ? "" : raw ? "raw_tp" : "tp_btf";
    const char *const whyRaw = features.btfTracepoints ? forcedText
                                                       : "This kernel does not let tp_btf programs load; raw tracepoints provide the same data.";
    const bool socketSide = anyTracepoint && features.kernelReads && !forced.noSocketSide;
    const char *const whyNoSockets = features.kernelReads || forced.noSocketSide
        ? forcedText
        : "Kernel memory may not be read (lockdown=confidentiality): plain sockets are not seen, TLS is.";
    const bool perfCalls = features.preemptedCalls && features.perfTracepoints;
    const char *const whyPerf = "Other tracepoints are preempted on this kernel, and then miss calls of other tasks.";
    const bool perf = !features.uprobeMulti || forced.perfUprobes || forced.noCookies;
    const bool uprobes = perf ? features.perfUprobe : true;
    const bool iterators = socketSide && features.taskFileIterator && !forced.noIterators;
    const bool loop = features.loop && !forced.noLoop;

    const auto fact = [](const char *name, std::string best, std::string chosen, const char *why) {
        const bool isBest = chosen == best;
        return HookFact { name, std::move(best), std::move(chosen), isBest ? "" : why };
    };
    return {
        fact("Process hooks", "tp_btf", tracepoint, whyRaw),
        fact("Socket hooks", "tp_btf", !socketSide ? "" : perfCalls ? "perf tracepoint" : tracepoint,
             !socketSide ? whyNoSockets : perfCalls ? whyPerf : whyRaw),
        fact("TLS hooks", "uprobe_multi", !uprobes ? "" : perf ? "perf uprobe" : "uprobe_multi",
             features.uprobeMulti     ? forcedText
                 : features.perfUprobe ? "Perf uprobes detach slowly and need CAP_SYS_ADMIN; Linux 6.6 or later is better."
                                       : "Run the helper with CAP_SYS_ADMIN, or use Linux 6.6 or later."),
        fact("Open connections", "iter/task_file", iterators ? "iter/task_file" : "when they are used",
             !socketSide ? whyNoSockets : features.taskFileIterator ? forcedText : "Linux 5.8 or later lists them immediately."),
        fact("Long calls", "bpf_loop", loop ? "bpf_loop" : "unrolled loop",
             features.loop ? forcedText : "Fewer buffers per call are captured; Linux 5.17 or later captures more."),
    };
}

} // namespace loader
