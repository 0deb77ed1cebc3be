// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_report.h"

#include "privhelper/loader/operand_text.h"

namespace loader {

namespace {

// The analyzer's values are passed on unchanged.
template<class Ours, class Theirs> constexpr bool same(Ours ours, Theirs theirs)
{
    return int(ours) == int(theirs);
}
using analyzer::Cost;
using analyzer::Library;
using analyzer::Result;
using analyzer::Role;
static_assert(same(Library::None, wire::Library::None) && same(Library::OpenSsl, wire::Library::OpenSsl)
              && same(Library::GnuTls, wire::Library::GnuTls) && same(Library::Nss, wire::Library::Nss)
              && same(Library::Go, wire::Library::Go) && same(Library::BoringSsl, wire::Library::BoringSsl)
              && same(Library::Rustls, wire::Library::Rustls) && same(Library::Other, wire::Library::Other)
              && same(Library::WolfSsl, wire::Library::WolfSsl) && same(Library::MbedTls, wire::Library::MbedTls));
static_assert(same(Role::Read, wire::SiteRole::Read) && same(Role::Write, wire::SiteRole::Write)
              && same(Role::Free, wire::SiteRole::Free) && same(Role::Peek, wire::SiteRole::Peek)
              && same(Role::SetFd, wire::SiteRole::SetFd) && same(Role::Handshake, wire::SiteRole::Handshake)
              && same(Role::MemoryWrite, wire::SiteRole::MemoryWrite) && same(Role::SendFile, wire::SiteRole::SendFile)
              && same(Role::ReadPacket, wire::SiteRole::ReadPacket) && same(Role::Early, wire::SiteRole::Early)
              && same(Role::Uncork, wire::SiteRole::Uncork) && same(Role::Alpn, wire::SiteRole::Alpn)
              && same(Role::Secret, wire::SiteRole::Secret));
static_assert(same(Result::None, wire::SiteResult::None) && same(Result::ReturnValue, wire::SiteResult::ReturnValue)
              && same(Result::OutArg4, wire::SiteResult::OutArg4) && same(Result::OutArg5, wire::SiteResult::OutArg5)
              && same(Result::AtOnce, wire::SiteResult::AtOnce));
static_assert(same(Cost::Nop5, wire::SiteCost::Nop5) && same(Cost::Emulated, wire::SiteCost::Emulated)
              && same(Cost::Stepped, wire::SiteCost::Stepped));

wire::PlanSite reportOf(const analyzer::Site &site)
{
    wire::PlanSite entry;
    entry.role = wire::SiteRole(site.role);
    entry.result = wire::SiteResult(site.result);
    entry.cost = wire::SiteCost(site.cost);
    entry.wantsReturn = site.wantsReturn ? 1 : 0;
    entry.fileOffset = site.fileOffset;
    entry.function = site.function;
    entry.reason = site.reason;
    // What is unusual about it.
    if (const std::string operands = operandText(site); !operands.empty())
        entry.reason += " " + operands;
    return entry;
}

} // namespace

std::vector<wire::PlanReport> planReports(const analyzer::Plan &plan)
{
    std::vector<wire::PlanReport> reports;
    for (const analyzer::Stack &stack : plan.stacks) {
        wire::PlanReport &report = reports.emplace_back();
        report.library = wire::Library(stack.library);
        report.version = stack.version;
        report.buildId = plan.buildId;
        report.foundBy = stack.foundBy;
        report.problem = stack.sites.empty() ? stack.problem : stack.noSecrets;
        for (const analyzer::Site &site : stack.sites)
            report.sites.push_back(reportOf(site));
    }
    if (reports.empty())
        reports.push_back({ wire::Library::None, plan.cryptoVersion, plan.buildId, {}, plan.problem, {} });
    for (const analyzer::Absent &absent : plan.absent)
        reports.push_back({ wire::Library(absent.library), {}, plan.buildId, {}, absent.reason, {} });
    return reports;
}

std::vector<wire::PlanReport> planReports(const PlanResult &result)
{
    if (result)
        return planReports(*result);
    wire::PlanReport report;
    report.problem = result.error().text();
    return { report };
}

} // namespace loader
