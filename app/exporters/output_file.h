// SPDX-License-Identifier: GPL-3.0-or-later
// A file that is written as a whole or not at all: 0600 from the first byte, beside its target under
// another name until commit() renames it there.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace exporters {

class OutputFile
{
public:
    // Error: errno. ELOOP for a target that is a symbolic link: it is neither followed nor replaced.
    // A target that is no regular file (a terminal, a pipe) is written directly.
    static std::expected<OutputFile, int> create(const std::string &path);
    // Writes to a descriptor that somebody else owns (standard output).
    static OutputFile onto(int descriptor);

    OutputFile(OutputFile &&) noexcept;
    OutputFile &operator=(OutputFile &&) noexcept;
    ~OutputFile();                      // without commit() the target stays as it was

    // Buffered. After the first error nothing more is written and error() tells it.
    void write(std::string_view);
    void flush();
    // From here on it has failed with this errno.
    void fail(int error) { m_error = m_error ? m_error : error; }
    int error() const { return m_error; }   // errno; 0: none
    uint64_t written() const { return m_written; }
    // Where its target will be; empty where it is written directly.
    std::string folder() const { return m_target.substr(0, m_target.rfind('/') + 1); }
    // Flushes and puts the file in its place.
    std::expected<void, int> commit();

private:
    OutputFile() = default;
    void close();

    int m_descriptor = -1;
    bool m_owned = false;
    int m_error = 0;
    uint64_t m_written = 0;
    std::string m_temporary, m_target;  // empty: written directly
    std::string m_buffer;
};

} // namespace exporters
