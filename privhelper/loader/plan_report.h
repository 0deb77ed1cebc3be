// SPDX-License-Identifier: GPL-3.0-or-later
// Converts a plan to its wire form, for `doctor --plan`.
#pragma once

#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/plan_request.h"
#include "privhelper/wire/messages.h"

namespace loader {

// One for each stack, or one with the problem; then one for each library that the file does not contain, without sites.
std::vector<wire::PlanReport> planReports(const analyzer::Plan &plan);
// A plan that could not be obtained becomes a report with a problem.
std::vector<wire::PlanReport> planReports(const PlanResult &result);

} // namespace loader
