// SPDX-License-Identifier: GPL-3.0-or-later
// Reads complete frames from a capture file, in runs. Uses read(), not mmap(): truncating a mapped file kills its
// reader, and reading runs of this size from the page cache is just as fast.
#pragma once

#include "app/capture/source.h"

#include <memory>
#include <optional>

namespace capture {

class RunReader
{
public:
    // Starts at the first frame. The caller owns the descriptor, which must outlive this object.
    explicit RunReader(int fd);

    // The next complete frames before `end`, a file position; empty if there are none yet. Errors: File; Damaged if the
    // bytes are not frames, after the frames before them were returned.
    std::expected<Run, Error> next(uint64_t end);
    uint64_t position() const { return m_position + m_given; }
    // The remaining bytes are an incomplete frame.
    bool isTorn() const { return m_filled > m_given; }
    Error tornError() const;

private:
    std::expected<void, Error> fill(uint64_t end);
    Error damaged(uint8_t readError, size_t at) const;

    int m_fd;
    std::unique_ptr<std::byte[]> m_buffer;
    size_t m_filled = 0; // bytes in the buffer
    size_t m_given = 0;  // of these, returned by the last call
    uint64_t m_position; // of the buffer's first byte, in the file
    std::optional<Error> m_error;
};

} // namespace capture
