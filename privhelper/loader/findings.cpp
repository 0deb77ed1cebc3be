// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/findings.h"

#include "privhelper/loader/drop_reasons.h"
#include "privhelper/loader/plan_request.h"
#include "privhelper/loader/return_safety.h"
#include "privhelper/wire/names.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <glob.h>

namespace loader {

namespace {

using wire::Finding;
using wire::FindingState;

Finding need(bool good, const char *name, const char *yes, const char *no, const char *advice)
{
    return good ? Finding{FindingState::Good, name, yes, ""} : Finding{FindingState::Bad, name, no, advice};
}

Finding hookFinding(const HookFact &fact)
{
    if (fact.chosen == fact.best)
        return {FindingState::Good, fact.fact, fact.chosen + " (the best)", ""};
    return {FindingState::Notice, fact.fact, (fact.chosen.empty() ? "none" : fact.chosen) + "; the best is " + fact.best, fact.why};
}

Finding lockdownFinding(const KernelFeatures &f)
{
    switch (f.lockdown) {
    case Lockdown::Unknown: return {FindingState::Notice, "Lockdown", "not known", ""};
    case Lockdown::None: return {FindingState::Good, "Lockdown", "none", ""};
    case Lockdown::Integrity: return {FindingState::Good, "Lockdown", "integrity", ""};
    case Lockdown::Confidentiality: break;
    }
    return {FindingState::Notice, "Lockdown", "confidentiality",
            "Only TLS traffic can be read; plain sockets cannot, until the machine starts without lockdown."};
}

std::string planText(const PlanResult &plan)
{
    if (!plan)
        return plan.error().text();
    if (plan->stacks.empty())
        return plan->problem;
    const analyzer::Stack &stack = plan->stacks.front();
    if (stack.sites.empty())
        return stack.problem;
    const auto cheap = std::ranges::count_if(stack.sites, [](const analyzer::Site &site) { return site.cost != analyzer::Cost::Stepped; });
    const std::string name = stack.version.empty() ? wire::libraryName(wire::Library(stack.library)) : stack.version;
    return name + ": " + std::to_string(stack.sites.size()) + " probes, " + std::to_string(cheap) + " of them cheap";
}

} // namespace

std::vector<Finding> kernelFindings(const KernelFeatures &f, const ForcedHooks &forced)
{
    std::vector<Finding> findings;
    findings.push_back({FindingState::Good, "Kernel", f.release, ""});
    findings.push_back(need(f.mayLoad, "Privilege", "BPF programs load", "BPF programs do not load",
                            "Start the helper as root, or install its service."));
    findings.push_back(need(f.btf, "Type information", "/sys/kernel/btf/vmlinux", "missing",
                            "Use a kernel that is built with CONFIG_DEBUG_INFO_BTF, like Debian's."));
    findings.push_back(need(f.ringBuffer, "Ring buffer", "yes", "no", "Use Linux 5.8 or later."));
    for (const HookFact &fact : hookFacts(f, forced))
        findings.push_back(hookFinding(fact));
    findings.push_back(need(f.returnsSafe && !forced.noReturns, "Return probes", "safe for sandboxed programs", "none are placed",
                            f.returnsSafe ? "Disabled by force." : returnsRefusal));
    if (const auto hooks = chooseHooks(f, forced); !hooks)
        findings.push_back({FindingState::Bad, "Capture", "not possible", "This helper could not " + hooks.error().step + "."});
    findings.push_back(dropReasons().empty() ? Finding{FindingState::Notice, "Dropped packets", "the kernel gives no reasons", "Linux 5.17 or later says which packets a firewall drops."}
                                             : Finding{FindingState::Good, "Dropped packets", "the kernel gives reasons", ""});
    findings.push_back(lockdownFinding(f));
    if (!f.kernelReads && f.lockdown != Lockdown::Confidentiality)
        findings.push_back({FindingState::Notice, "Kernel memory", "cannot be read", "Plain sockets cannot be captured."});
    if (f.uprobePreemptible && !f.preemptGuard)
        findings.push_back({FindingState::Notice, "Preemption guard", "missing",
                            "Probes may be interrupted by others; lost calls are counted."});
    return findings;
}

std::vector<Finding> libraryFindings()
{
    std::vector<Finding> findings;
    glob_t found{};
    constexpr std::array patterns{"/usr/lib/*/libssl.so.*", "/usr/lib/libssl.so.*", "/usr/lib64/libssl.so.*",
                                  "/usr/lib/*/libgnutls.so.*[0-9]", "/usr/lib/*/libssl3.so",
                                  "/usr/lib/*/libwolfssl.so.*[0-9]", "/usr/lib/*/libmbedtls.so.*[0-9]"};
    int flags = 0;
    for (const char *pattern : patterns) {
        glob(pattern, flags, nullptr, &found);
        flags = GLOB_APPEND;
    }
    for (size_t i = 0; i < found.gl_pathc && i < 16; ++i) {
        const UniqueFd file(open(found.gl_pathv[i], O_RDONLY | O_NOFOLLOW | O_CLOEXEC)); // links would name a file twice
        if (!file.isValid())
            continue;
        const PlanResult plan = requestPlan(file.get());
        const bool good = plan && !plan->stacks.empty() && !plan->stacks.front().sites.empty();
        findings.push_back({good ? FindingState::Good : FindingState::Notice, found.gl_pathv[i], planText(plan), ""});
    }
    globfree(&found);
    if (findings.empty())
        findings.push_back({FindingState::Notice, "TLS library", "none found",
                            "Programs with a built-in library are found while they run."});
    return findings;
}

} // namespace loader
