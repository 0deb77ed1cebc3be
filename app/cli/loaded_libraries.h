// SPDX-License-Identifier: GPL-3.0-or-later
// The libraries of a program, as its dynamic loader resolves them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

// Asks the program's own loader (PT_INTERP), which knows its run paths, caches and environment; the program itself
// does not run. Omits files that cannot contain a TLS library. Empty for a static program.
std::vector<std::string> loadedLibraries(const std::string &program);

// The paths in the output of `ld.so --list` or ldd.
std::vector<std::string> pathsInList(std::string_view list);

// The loader named in an ELF file; empty if none.
std::string loaderOf(const std::string &program);

} // namespace cli
