// SPDX-License-Identifier: GPL-3.0-or-later
// What is written for the user: a file that is in its place as a whole or not at all, standard output, or a pipe.
#pragma once

#include "app/base/created_file.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace exporters {

class OutputFile
{
public:
    // As base::CreatedFile makes it. Error: errno.
    static std::expected<OutputFile, int> create(const std::string &path);
    // Writes to a descriptor that somebody else owns.
    static OutputFile onto(int descriptor);

    // Buffered. After the first error nothing more is written and error() tells it.
    void write(std::string_view);
    void flush();
    // From here on it has failed with this errno.
    void fail(int error) { m_error = m_error ? m_error : error; }
    int error() const { return m_error; }   // errno; 0: none
    uint64_t written() const { return m_written; }
    // Shows a file that is read while it grows. Without this the target stays as it was until commit().
    std::expected<void, int> putInPlace() { return m_file ? m_file->putInPlace() : std::expected<void, int>(); }
    // Flushes and puts the file in its place.
    std::expected<void, int> commit();

private:
    OutputFile() = default;

    std::optional<base::CreatedFile> m_file; // none: the descriptor is somebody else's
    int m_descriptor = -1;
    int m_error = 0;
    uint64_t m_written = 0;
    std::string m_buffer;
};

} // namespace exporters
