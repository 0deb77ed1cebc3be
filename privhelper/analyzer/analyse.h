// SPDX-License-Identifier: GPL-3.0-or-later
// One ELF file to its probe plan. A pure function of the bytes: it opens nothing, logs nothing, and never fails; a file
// that gives no sites gives a plan with a problem.
#pragma once

#include "privhelper/analyzer/plan.h"

#include <cstddef>
#include <span>

namespace analyzer {

Plan analyse(std::span<const std::byte> file);

// Maps the file behind the descriptor (kept open, not moved) and analyses it. A file that is cut short meanwhile ends
// the process with SIGBUS: call it in the analyzer's own process only.
Plan analyse(int elfFd);

} // namespace analyzer
