// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for GnuTLS 3: its record functions return the number of bytes moved, or a negative error.
#pragma once

#include "privhelper/analyzer/data_sites.h"

namespace analyzer {

// Names that planGnuTls() asks for.
const std::set<std::string_view> &gnuTlsNames();

// Fills library, version and sites when the file defines the record functions; leaves the plan alone when not.
void planGnuTls(const ElfImage &image, const FoundFunctions &functions, const Linkage &linkage, Plan &plan);

} // namespace analyzer
