// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/output_file.h"

#include <cerrno>
#include <utility>

#include <unistd.h>

namespace exporters {

namespace {

constexpr size_t bufferBytes = 256 * 1024;

} // namespace

std::expected<OutputFile, int> OutputFile::create(const std::string &path)
{
    auto created = base::CreatedFile::create(path);
    if (!created)
        return std::unexpected(created.error());
    OutputFile file;
    file.m_descriptor = created->descriptor();
    file.m_file.emplace(std::move(*created));
    return file;
}

OutputFile OutputFile::onto(int descriptor)
{
    OutputFile file;
    file.m_descriptor = descriptor;
    return file;
}

void OutputFile::write(std::string_view bytes)
{
    m_written += bytes.size();
    m_buffer += bytes;
    if (m_buffer.size() >= bufferBytes)
        flush();
}

void OutputFile::flush()
{
    size_t done = 0;
    while (m_error == 0 && done < m_buffer.size()) {
        const ssize_t count = ::write(m_descriptor, m_buffer.data() + done, m_buffer.size() - done);
        if (count < 0 && errno != EINTR)
            m_error = errno;
        if (count > 0)
            done += size_t(count);
    }
    m_buffer.clear();
}

std::expected<void, int> OutputFile::commit()
{
    flush();
    // Some file systems report a full disk only here. Pipes and terminals do not support fsync.
    if (m_error == 0 && m_file && fsync(m_descriptor) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
        m_error = errno;
    if (m_error)
        return std::unexpected(m_error);
    return putInPlace();
}

} // namespace exporters
