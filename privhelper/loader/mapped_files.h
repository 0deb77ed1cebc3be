// SPDX-License-Identifier: GPL-3.0-or-later
// The files that a process has mapped as executable.
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
    std::string path;              // as the process sees it; may end in " (deleted)"
};

// Parses one line of /proc/PID/maps; nullopt unless it is an executable mapping of a file.
std::optional<MappedFile> parseMapsLine(std::string_view line);

// The first executable mapping of each file. Empty if the process is gone.
std::vector<MappedFile> mappedFiles(uint32_t pid);
// The mapping that contains the address, executable or (an executable's first page) not.
std::optional<MappedFile> mappingAt(uint32_t pid, uint64_t address);

// Whether a library may provide TLS, judging by its name. The analyzer decides what it contains.
bool isTlsLibraryName(std::string_view path);

} // namespace loader
