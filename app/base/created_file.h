// SPDX-License-Identifier: GPL-3.0-or-later
// Creates every file that a user names: readable only by its owner from the start, and either put in place as a whole
// or not at all. Never follows a symbolic link, and never overwrites a file that somebody else has open or linked.
#pragma once

#include "app/base/file_descriptor.h"

#include <expected>
#include <optional>
#include <string>

namespace base {

// The open descriptor that a path refers to: 1 for "-" and /dev/stdout, 2 for /dev/stderr, N for /dev/fd/N and
// /proc/self/fd/N.
std::optional<int> descriptorOfPath(const std::string &path);

class CreatedFile
{
public:
    // Error: errno. ELOOP for a symbolic link, EISDIR for a directory. Descriptors, and anything but a regular file
    // (a terminal, a pipe, a device), are written directly.
    static std::expected<CreatedFile, int> create(const std::string &path);

    CreatedFile(CreatedFile &&) noexcept;
    CreatedFile &operator=(CreatedFile &&) = delete;
    ~CreatedFile();                 // deletes the file unless it was put in place

    // For writing; for reading too, unless written directly.
    int descriptor() const { return m_file.get(); }
    bool isDirect() const { return m_target.empty(); }
    // Gives the file its name, replacing a file of that name. Writing may continue. Error: errno.
    std::expected<void, int> putInPlace();

private:
    CreatedFile() = default;

    FileDescriptor m_file;
    std::string m_target;           // empty: written directly, or already in place
    std::string m_temporary;        // its name until then; empty: none
};

} // namespace base
