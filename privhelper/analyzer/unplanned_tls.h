// SPDX-License-Identifier: GPL-3.0-or-later
// Files that speak TLS all the same: which library they seem to contain, and why there is no plan for it. An unreadable
// program shall be shown with its reason.
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/plan.h"

#include <optional>
#include <string>

namespace analyzer {

struct UnplannedTls {
    Library library = Library::None; // None: it cannot be told which
    std::string problem;             // one sentence
};

// Nothing where the file gives no sign of TLS.
std::optional<UnplannedTls> findUnplannedTls(const ElfImage &image);

} // namespace analyzer
