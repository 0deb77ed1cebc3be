// SPDX-License-Identifier: GPL-3.0-or-later
// Files that use TLS but have no plan: which library they contain, and why there is none. An unreadable program is
// shown with its reason, one that merely mentions TLS is not: each library needs two independent signs.
#pragma once

#include "privhelper/analyzer/code_clues.h"
#include "privhelper/analyzer/plan.h"

#include <optional>

namespace analyzer {

// With a problem instead of sites; nullopt if the file contains no TLS library.
std::optional<Stack> findUnplannedTls(const ElfImage &image, const CodeClues &clues);

} // namespace analyzer
