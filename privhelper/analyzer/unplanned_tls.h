// SPDX-License-Identifier: GPL-3.0-or-later
// Files that speak TLS all the same: which library they contain, and why there is no plan for it. An unreadable program
// shall be shown with its reason, and one that only mentions TLS not at all: each library needs two independent signs.
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/plan.h"

#include <optional>
#include <string>

namespace analyzer {

struct UnplannedTls {
    Library library = Library::None;
    std::string version;             // empty when it cannot be told
    std::string problem;             // one sentence
};

// Nothing where the file has no TLS of its own.
std::optional<UnplannedTls> findUnplannedTls(const ElfImage &image);

} // namespace analyzer
