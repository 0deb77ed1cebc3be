// SPDX-License-Identifier: GPL-3.0-or-later
// Turns one ELF file into its probe plan. A pure function of the bytes: opens nothing, logs nothing, and never fails; a
// file without sites yields a plan with a problem.
#pragma once

#include "privhelper/analyzer/plan.h"

#include <cstddef>
#include <span>

namespace analyzer {

Plan analyse(std::span<const std::byte> file);

// Maps the file behind the descriptor (which stays open, its offset unchanged) and analyses it. If the file is
// truncated meanwhile, the process dies with SIGBUS: call this only in the analyzer's own process.
Plan analyse(int elfFd);

} // namespace analyzer
