// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/error_text.h"
#include "app/cli/reports.h"
#include "app/cli/verbs.h"
#include "app/capture/live_source.h"
#include "privhelper/wire/names.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

const char *mark(wire::FindingState state)
{
    switch (state) {
    case wire::FindingState::Good: return "ok  ";
    case wire::FindingState::Notice: return "note";
    case wire::FindingState::Bad: return "BAD ";
    }
    return "?   ";
}

// Looked for in vain, or in a file that could not be analysed.
bool isAbsent(const wire::PlanReport &report)
{
    return report.sites.empty() && report.foundBy.empty() && report.version.empty();
}

std::string libraryName(const wire::PlanReport &report)
{
    return report.library == wire::Library::None ? "none" : wire::libraryName(report.library);
}

Json jsonOf(const wire::PlanReport &report)
{
    Json json = {{"library", libraryName(report)},
                 {"version", report.version},
                 {"foundBy", report.foundBy},
                 {"problem", report.problem},
                 {"sites", Json::array()}};
    for (const wire::PlanSite &site : report.sites)
        json["sites"].push_back({{"function", site.function},
                                 {"role", wire::siteRoleName(site.role)},
                                 {"fileOffset", site.fileOffset},
                                 {"cost", wire::siteCostName(site.cost)},
                                 {"return", site.wantsReturn != 0},
                                 {"reason", site.reason}});
    return json;
}

void printStack(const wire::PlanReport &report)
{
    const std::string found = report.foundBy.empty() ? "" : ", found by " + report.foundBy;
    fmt::print("  {}{}{}\n", report.library == wire::Library::None ? "" : libraryName(report) + ": ", report.version, found);
    if (!report.problem.empty())
        fmt::print("    {}: {}\n", report.sites.empty() ? "nothing to probe" : "cannot be read by secrets", report.problem);
    for (const wire::PlanSite &site : report.sites)
        fmt::print("    {:#010x}  {:<14} {}{}\n                {}\n                {}\n", site.fileOffset,
                   wire::siteRoleName(site.role), site.function, site.wantsReturn ? " (entry and return)" : "",
                   wire::siteCostName(site.cost), site.reason);
}

int printPlan(const std::vector<wire::PlanReport> &reports, const Options &options)
{
    const std::string &buildId = reports.front().buildId;
    if (options.json) {
        Json json = {{"file", options.plan}, {"buildId", buildId}, {"libraries", Json::array()}};
        for (const wire::PlanReport &report : reports)
            json["libraries"].push_back(jsonOf(report));
        fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
        return Success;
    }
    fmt::print("{}\n", options.plan);
    if (!buildId.empty())
        fmt::print("  build id {}\n", buildId);
    for (const wire::PlanReport &report : reports) {
        if (!isAbsent(report))
            printStack(report);
        else if (report.library == wire::Library::None)
            fmt::print("  nothing to probe: {}\n", report.problem);
    }
    for (const wire::PlanReport &report : reports) {
        if (isAbsent(report) && report.library != wire::Library::None)
            fmt::print("  no {}: {}\n", libraryName(report), report.problem);
    }
    return Success;
}

} // namespace

int doctor(const Options &options)
{
    if (!options.plan.empty()) {
        const auto plan = capture::examinePlan({}, options.plan);
        return plan ? printPlan(*plan, options) : fail(exitOf(plan.error()), errorText(plan.error()));
    }
    const auto findings = capture::examine({});
    if (!findings)
        return fail(exitOf(findings.error()), errorText(findings.error()));
    const bool usable = std::ranges::none_of(*findings, [](const wire::Finding &each) { return each.state == wire::FindingState::Bad; });
    if (options.json) {
        fmt::print("{}\n", findingsJson(*findings).dump(2, ' ', false, Json::error_handler_t::replace));
        return usable ? Success : NoPrivilege;
    }
    for (const wire::Finding &finding : *findings) {
        fmt::print("{}  {:<22} {}\n", mark(finding.state), finding.name, finding.value);
        if (!finding.advice.empty())
            fmt::print("      {:<22} → {}\n", "", finding.advice);
    }
    return usable ? Success : NoPrivilege;
}

} // namespace cli
