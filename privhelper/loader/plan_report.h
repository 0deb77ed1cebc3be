// SPDX-License-Identifier: GPL-3.0-or-later
// Converts a plan to its wire form, for `doctor --plan`.
#pragma once

#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/plan_request.h"
#include "privhelper/wire/messages.h"

namespace loader {

wire::PlanReport planReport(const analyzer::Plan &plan);
// A plan that could not be obtained becomes a report with a problem.
wire::PlanReport planReport(const PlanResult &result);

} // namespace loader
