// SPDX-License-Identifier: GPL-3.0-or-later
// Opens files that an observed process has mapped. Names, links and file systems on the way are controlled by that
// process's user, so a file is first located (O_PATH), then checked, and only then opened for reading.
#pragma once

#include "privhelper/loader/mapped_files.h"

#include <cstdint>
#include <expected>
#include <string>

namespace loader {

enum class OpenProblem : uint8_t {
    Gone,            // the process or mapping no longer exists, or no name leads to the file
    NotPermitted,    // the kernel denies access
    NotRegular,      // a device, a pipe, a directory
    ServedByProgram, // on a FUSE file system: whoever reads it waits for a program that may never answer
    Leased,          // another program holds a lease on it, which opening would break
};

// The file behind a mapping, whatever became of its name: deleted, replaced, in a chroot, in another mount namespace,
// or never named. Tries, in this order: the mapping itself (needs CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN), the
// running program, the name below the process's root, the name below ours. Verifies the file's identity each time.
std::expected<UniqueFd, OpenProblem> openMapping(uint32_t pid, const MappedFile &file);

// Makes a descriptor, possibly O_PATH, a readable one. pid: whose mounts identify the file system.
std::expected<UniqueFd, OpenProblem> openForReading(int place, uint32_t pid);

// An installed file, or invalid.
UniqueFd openInstalled(const std::string &path);

// A sentence for coverage.
std::string sentenceOf(OpenProblem problem);

} // namespace loader
