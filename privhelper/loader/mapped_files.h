// SPDX-License-Identifier: GPL-3.0-or-later
// Which files a process has mapped with code, and how to open one without being led astray.
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

// Opens the file behind a mapping through the process's own root, and makes sure that it is the same file; through
// map_files where the path leads elsewhere (deleted, replaced). Invalid when neither works.
UniqueFd openMapping(uint32_t pid, const MappedFile &file);

// Whether the file is worth the analyzer's time: a library by its name, a program by the names of functions it holds.
bool isTlsLibraryName(std::string_view path);
bool holdsTlsNames(int fd);

} // namespace loader
