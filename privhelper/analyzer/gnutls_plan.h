// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for GnuTLS 3: its record functions return the number of bytes moved, or a negative error code.
#pragma once

#include "privhelper/analyzer/data_sites.h"

namespace analyzer {

// The names that planGnuTls() looks up.
const std::set<std::string_view> &gnuTlsNames();

// Fills in library, version and sites if the file defines the record functions; otherwise leaves the plan unchanged.
void planGnuTls(const ElfImage &image, const FoundFunctions &functions, const Linkage &linkage, Stack &stack);

} // namespace analyzer
