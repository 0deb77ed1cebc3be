// SPDX-License-Identifier: GPL-3.0-or-later
// Which files a process has mapped with code.
#pragma once

#include "privhelper/loader/probe_session.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loader {

struct MappedFile {
    FileId id;
    uint64_t start = 0, end = 0;   // address range of the mapping
    std::string path;              // as the process names it; may end in " (deleted)"
};

// One line of /proc/PID/maps, where it is a mapping of a file with the right to execute.
std::optional<MappedFile> parseMapsLine(std::string_view line);

// The first code mapping of each file. Empty when the process is gone.
std::vector<MappedFile> mappedFiles(uint32_t pid);
// The mapping that holds the address, whether with code or (an executable's first page) without.
std::optional<MappedFile> mappingAt(uint32_t pid, uint64_t address);

// Whether a library may speak TLS, by its name. What it holds is for the analyzer to say.
bool isTlsLibraryName(std::string_view path);

} // namespace loader
