// SPDX-License-Identifier: GPL-3.0-or-later
// .gnu_debugdata: the xz-packed small symbol table that Fedora and its relatives leave in stripped files.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace analyzer {

// The unpacked ELF file; empty when damaged or larger than limits::debugData.
std::vector<std::byte> unpackDebugData(std::span<const std::byte> packed);

} // namespace analyzer
