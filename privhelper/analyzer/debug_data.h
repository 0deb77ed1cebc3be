// SPDX-License-Identifier: GPL-3.0-or-later
// .gnu_debugdata: the xz-compressed minimal symbol table that Fedora and its derivatives leave in stripped files.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace analyzer {

// The decompressed ELF file; empty if damaged or larger than limits::debugData.
std::vector<std::byte> unpackDebugData(std::span<const std::byte> packed);

} // namespace analyzer
