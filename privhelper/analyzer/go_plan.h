// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for Go's crypto/tls, and forks of it (quic-go, utls), from Go 1.17 on: found by the table of functions, also
// in stripped programs. No site awaits a return: a return probe breaks a program whose stacks move.
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/linkage.h"
#include "privhelper/analyzer/plan.h"
#include "privhelper/analyzer/symbols.h"

#include <set>
#include <string_view>

namespace analyzer {

// None: the table of functions has them.
const std::set<std::string_view> &goNames();

// Fills in library and version if the program contains a TLS connection, then sites or a problem.
void planGo(const ElfImage &image, const FoundFunctions &functions, const Linkage &linkage, Stack &stack);

} // namespace analyzer
