// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a file from front to back, unpacking it if it is one of gzip.
#pragma once

#include "app/base/file_descriptor.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct gzFile_s;

namespace packets {

class PackedFile
{
public:
    // Error: errno.
    static std::expected<PackedFile, int> open(const std::string &path);

    // The next `size` bytes, fewer at the end of the file; they stay next until skip(). Valid until the next call. Error:
    // errno, or EBADMSG if the packed bytes are damaged.
    std::expected<std::span<const std::byte>, int> peek(size_t size);
    // At most what peek() gave.
    void skip(size_t size);
    // Of the next byte, unpacked.
    uint64_t position() const { return m_position; }
    // From the front again. Error: errno.
    std::expected<void, int> rewind();

private:
    struct Close {
        void operator()(gzFile_s *) const;
    };
    PackedFile() = default;
    std::expected<void, int> unpack();

    base::FileDescriptor m_file;
    std::unique_ptr<gzFile_s, Close> m_gzip;
    std::vector<std::byte> m_buffer;
    size_t m_begin = 0, m_end = 0;    // of the bytes in the buffer
    uint64_t m_position = 0;
};

} // namespace packets
