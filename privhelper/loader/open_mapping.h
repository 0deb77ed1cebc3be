// SPDX-License-Identifier: GPL-3.0-or-later
// Opens files that an observed process has mapped. Names, links and file systems on the way belong to that process's
// user, so a file is located first (O_PATH), then checked, and only then opened for reading.
#pragma once

#include "privhelper/loader/mapped_files.h"

#include <cstdint>
#include <expected>
#include <string>

namespace loader {

enum class OpenProblem : uint8_t {
    Gone,            // the process or the mapping is no more, or no name leads to the file
    NotPermitted,    // the kernel refuses it
    NotRegular,      // a device, a pipe, a directory
    ServedByProgram, // on a FUSE file system: whoever reads it waits for a program that may never answer
    Leased,          // another program holds a lease on it, and would have to give that up first
};

// The file behind a mapping, whatever has happened to its name: deleted, replaced, in a chroot, in another mount
// namespace, or never named. In this order: the mapping itself (needs CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN), the
// running program, the name below the process's root, the name below ours. The identity is compared each time.
std::expected<UniqueFd, OpenProblem> openMapping(uint32_t pid, const MappedFile &file);

// A descriptor, perhaps of O_PATH, to one that reads the same file. pid: whose mounts tell the file system.
std::expected<UniqueFd, OpenProblem> openForReading(int place, uint32_t pid);

// A file of the system, or nothing.
UniqueFd openInstalled(const std::string &path);

// A sentence for coverage.
std::string sentenceOf(OpenProblem problem);

} // namespace loader
