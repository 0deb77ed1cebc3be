// SPDX-License-Identifier: GPL-3.0-or-later
// Serialises a plan for the pipe; see plan.h for the format.
#pragma once

#include "privhelper/analyzer/plan.h"

#include <cstddef>
#include <vector>

namespace analyzer {

// Never longer than reply::bytesMax: texts are cut, what exceeds the other limits of reply is dropped. Bytes other than printable
// ASCII become '?': the texts come from the file and end up in terminals.
std::vector<std::byte> writePlan(const Plan &plan);

} // namespace analyzer
