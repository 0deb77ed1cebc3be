// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as the bytes that cross the pipe; plan.h has the format.
#pragma once

#include "privhelper/analyzer/plan.h"

#include <cstddef>
#include <vector>

namespace analyzer {

// Never longer than reply::bytesMax: texts are cut, sites beyond reply::sitesMax left out. Bytes that are not printable
// ASCII become '?': texts come from the file, and end in terminals.
std::vector<std::byte> writePlan(const Plan &plan);

} // namespace analyzer
