// SPDX-License-Identifier: GPL-3.0-or-later
// A plan in the words of the wire, for `doctor --plan`.
#pragma once

#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/plan_request.h"
#include "privhelper/wire/messages.h"

namespace loader {

wire::PlanReport planReport(const analyzer::Plan &plan);
// A plan that could not be had is a report with a problem.
wire::PlanReport planReport(const PlanResult &result);

} // namespace loader
