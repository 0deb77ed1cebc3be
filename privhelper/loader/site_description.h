// SPDX-License-Identifier: GPL-3.0-or-later
// Turns a site of a plan into what the TLS probes need to know about it.
#pragma once

#include "bpf/site.h"
#include "privhelper/analyzer/plan.h"

#include <optional>

namespace loader {

// Whether a probe at the entry alone is insufficient.
bool needsReturn(const analyzer::Site &site);

// library: the stack's number, for the probes to report. nullopt: nothing can be learnt at this site, for example since
// it needs a return probe, and its first instruction allows none.
std::optional<site> describe(const analyzer::Site &site, const analyzer::Stack &stack, uint16_t library);

} // namespace loader
