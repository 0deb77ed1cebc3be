// SPDX-License-Identifier: GPL-3.0-or-later
// How every file that a user names is made: readable by its owner alone from the first byte, in its place as a whole
// or not at all. No symbolic link is followed, and no file that somebody else has open or linked is written over.
#pragma once

#include "app/base/file_descriptor.h"

#include <expected>
#include <optional>
#include <string>

namespace base {

// The open descriptor that a path stands for: 1 for "-" and /dev/stdout, 2 for /dev/stderr, N for /dev/fd/N and
// /proc/self/fd/N.
std::optional<int> descriptorOfPath(const std::string &path);

class CreatedFile
{
public:
    // Error: errno. ELOOP for a symbolic link, EISDIR for a folder. What is no regular file (a terminal, a pipe, a
    // device), and what is a descriptor, is written directly.
    static std::expected<CreatedFile, int> create(const std::string &path);

    CreatedFile(CreatedFile &&) noexcept;
    CreatedFile &operator=(CreatedFile &&) = delete;
    ~CreatedFile();                 // what was not put in its place is gone

    // For writing, and for reading too unless it is written directly.
    int descriptor() const { return m_file.get(); }
    bool isDirect() const { return m_target.empty(); }
    // Gives the file its name, in place of a file that had it. Writing may go on. Error: errno.
    std::expected<void, int> putInPlace();

private:
    CreatedFile() = default;

    FileDescriptor m_file;
    std::string m_target;           // empty: written directly, or in its place already
    std::string m_temporary;        // its name until then; empty: it has none
};

} // namespace base
