// SPDX-License-Identifier: GPL-3.0-or-later
// The libraries of a program, as its dynamic loader resolves them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

// Asks the loader that the program names (PT_INTERP), which knows its run paths, caches and environment; the program
// itself does not run. Without what cannot hold a TLS library. Empty for a static program.
std::vector<std::string> loadedLibraries(const std::string &program);

// The paths in what `ld.so --list` or ldd prints.
std::vector<std::string> pathsInList(std::string_view list);

// The loader that an ELF file names; empty where it names none.
std::string loaderOf(const std::string &program);

} // namespace cli
