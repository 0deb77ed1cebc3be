// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_report.h"

#include <utility>

namespace loader {

wire::PlanReport planReport(const analyzer::Plan &plan)
{
    wire::PlanReport report;
    report.library = std::to_underlying(plan.library);
    report.version = plan.version;
    report.buildId = plan.buildId;
    report.foundBy = plan.foundBy;
    report.problem = plan.problem;
    for (const analyzer::Site &site : plan.sites) {
        wire::PlanSite entry;
        entry.role = std::to_underlying(site.role);
        entry.result = std::to_underlying(site.result);
        entry.cost = std::to_underlying(site.cost);
        entry.wantsReturn = site.wantsReturn ? 1 : 0;
        entry.fileOffset = site.fileOffset;
        entry.function = site.function;
        entry.reason = site.reason;
        report.sites.push_back(std::move(entry));
    }
    return report;
}

wire::PlanReport planReport(const PlanResult &result)
{
    if (result)
        return planReport(*result);
    wire::PlanReport report;
    report.problem = result.error().text();
    return report;
}

} // namespace loader
