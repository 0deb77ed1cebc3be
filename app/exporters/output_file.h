// SPDX-License-Identifier: GPL-3.0-or-later
// Output for the user: a file that appears as a whole or not at all, standard output, or a pipe.
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
    // Created by base::CreatedFile. Error: errno.
    static std::expected<OutputFile, int> create(const std::string &path);
    // Writes to a descriptor owned by somebody else.
    static OutputFile onto(int descriptor);

    // Buffered. After the first error nothing more is written, and error() returns it.
    void write(std::string_view);
    void flush();
    // Marks it as failed with this errno.
    void fail(int error) { m_error = m_error ? m_error : error; }
    int error() const { return m_error; }   // errno; 0: none
    uint64_t written() const { return m_written; }
    // Makes the file visible while it grows. Without this the old target stays until commit().
    std::expected<void, int> putInPlace() { return m_file ? m_file->putInPlace() : std::expected<void, int>(); }
    // Flushes and puts the file in place.
    std::expected<void, int> commit();

private:
    OutputFile() = default;

    std::optional<base::CreatedFile> m_file; // none: somebody else owns the descriptor
    int m_descriptor = -1;
    int m_error = 0;
    uint64_t m_written = 0;
    std::string m_buffer;
};

} // namespace exporters
