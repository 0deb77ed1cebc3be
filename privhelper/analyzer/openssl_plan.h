// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for OpenSSL 1.1.0 and newer, LibreSSL and BoringSSL: shared, or inside a program with symbols.
#pragma once

#include "privhelper/analyzer/data_sites.h"

namespace analyzer {

// The names that planOpenSsl() looks up.
const std::set<std::string_view> &openSslNames();

// Fills in library, version and sites if the file defines the data functions; otherwise leaves the plan unchanged.
void planOpenSsl(const ElfImage &image, const FoundFunctions &functions, const Linkage &linkage, Stack &stack);

} // namespace analyzer
