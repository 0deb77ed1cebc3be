// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/spool_file.h"

#include <cerrno>
#include <string>

#include <unistd.h>

namespace exporters {

SpoolFile::SpoolFile()
    : m_file(base::namelessFile())
    , m_out(OutputFile::onto(m_file ? m_file->get() : -1))
{
    if (!m_file)
        m_out.fail(m_file.error());
}

void SpoolFile::clear()
{
    m_out.flush();
    if (!m_file || ftruncate(m_file->get(), 0) != 0 || lseek(m_file->get(), 0, SEEK_SET) != 0)
        m_out.fail(errno);
}

void SpoolFile::copyTo(OutputFile &target)
{
    copyTo(target, [&](std::string_view piece) { target.write(piece); });
}

void SpoolFile::copyTo(OutputFile &target, const std::function<void(std::string_view)> &take)
{
    m_out.flush();
    if (m_out.error()) {
        target.fail(m_out.error());
        return;
    }
    std::string piece(64 * 1024, '\0');
    for (off_t at = 0;;) {
        const ssize_t count = pread(m_file->get(), piece.data(), piece.size(), at);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            target.fail(errno);
        if (count <= 0)
            return;
        take({piece.data(), size_t(count)});
        at += count;
    }
}

} // namespace exporters
