// SPDX-License-Identifier: GPL-3.0-or-later
// Whole frames out of a capture file, in runs. Read, not mapped: a file that is cut short while it is mapped kills
// its reader, and reading runs of this size out of the page cache is as fast.
#pragma once

#include "app/capture/source.h"

#include <memory>
#include <optional>

namespace capture {

class RunReader
{
public:
    // Begins at the first frame. The descriptor is the caller's and must outlive this.
    explicit RunReader(int fd);

    // The next whole frames that lie before `end`, a position in the file; empty where there is none yet. Errors: File;
    // Damaged where the bytes are no frames, after the frames before them were given.
    std::expected<Run, Error> next(uint64_t end);
    uint64_t position() const { return m_position + m_given; }
    // Bytes were left that are the beginning of a frame.
    bool isTorn() const { return m_filled > m_given; }
    Error tornError() const;

private:
    std::expected<void, Error> fill(uint64_t end);
    Error damaged(uint8_t readError, size_t at) const;

    int m_fd;
    std::unique_ptr<std::byte[]> m_buffer;
    size_t m_filled = 0; // bytes in the buffer
    size_t m_given = 0;  // of these, given by the last call
    uint64_t m_position; // of the buffer's first byte, in the file
    std::optional<Error> m_error;
};

} // namespace capture
