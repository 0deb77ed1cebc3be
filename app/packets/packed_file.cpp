// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/packed_file.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace packets {

namespace {
constexpr size_t readSize = 256 << 10;
} // namespace

void PackedFile::Close::operator()(gzFile_s *file) const
{
    gzclose_r(file);
}

std::expected<PackedFile, int> PackedFile::open(const std::string &path)
{
    PackedFile result;
    result.m_file.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status{};
    if (!result.m_file.isValid() || fstat(result.m_file.get(), &status) != 0)
        return std::unexpected(errno);
    if (!S_ISREG(status.st_mode))
        return std::unexpected(S_ISDIR(status.st_mode) ? EISDIR : ESPIPE);
    posix_fadvise(result.m_file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    if (auto ready = result.unpack(); !ready)
        return std::unexpected(ready.error());
    return result;
}

// zlib passes on what is not packed.
std::expected<void, int> PackedFile::unpack()
{
    const int own = fcntl(m_file.get(), F_DUPFD_CLOEXEC, 3);
    if (own < 0)
        return std::unexpected(errno);
    m_gzip.reset(gzdopen(own, "rb"));
    if (!m_gzip) {
        close(own);
        return std::unexpected(ENOMEM);
    }
    gzbuffer(m_gzip.get(), readSize);
    return {};
}

std::expected<void, int> PackedFile::rewind()
{
    if (lseek(m_file.get(), 0, SEEK_SET) < 0)
        return std::unexpected(errno);
    m_begin = m_end = 0;
    m_position = 0;
    return unpack();
}

std::expected<std::span<const std::byte>, int> PackedFile::peek(size_t size)
{
    if (m_end - m_begin < size) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    while (m_end < size) {
        // Only as much more as there really is: the file may claim any size.
        if (m_buffer.size() < m_end + readSize)
            m_buffer.resize(m_end + readSize);
        const int count = gzread(m_gzip.get(), m_buffer.data() + m_end, unsigned(m_buffer.size() - m_end));
        if (count <= 0) {
            int error = Z_OK;
            gzerror(m_gzip.get(), &error);
            if (error == Z_OK || error == Z_STREAM_END)
                break;
            return std::unexpected(error == Z_ERRNO ? errno : EBADMSG);   // Z_BUF_ERROR: it ends too soon
        }
        m_end += size_t(count);
    }
    return std::span(m_buffer).subspan(m_begin, std::min(size, m_end - m_begin));
}

void PackedFile::skip(size_t size)
{
    m_begin += size;
    m_position += size;
}

} // namespace packets
