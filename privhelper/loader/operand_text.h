// SPDX-License-Identifier: GPL-3.0-or-later
// Describes in words where a site's operands are, for `doctor --plan`.
#pragma once

#include "privhelper/analyzer/plan.h"

#include <string>

namespace loader {

// "Object [rsp+104], buffer rax, length rcx; only if ebx & 0xff is 23." Names what differs from the defaults of
// analyzer::Site; empty if nothing does.
std::string operandText(const analyzer::Site &site);

} // namespace loader
