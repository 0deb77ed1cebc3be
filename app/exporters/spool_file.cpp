// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/spool_file.h"

#include <cerrno>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace exporters {

namespace {

int nameless(const std::string &beside)
{
    int file = beside.empty() ? -1 : open(beside.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0)
        return file;
    const char *folder = std::getenv("TMPDIR");
    file = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    // A file system without nameless files.
    return file >= 0 ? file : memfd_create("cleartap-export", MFD_CLOEXEC);
}

} // namespace

SpoolFile::SpoolFile(const std::string &folder)
    : m_descriptor(nameless(folder))
    , m_out(OutputFile::onto(m_descriptor))
{
}

SpoolFile::~SpoolFile()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
}

void SpoolFile::clear()
{
    m_out.flush();
    if (ftruncate(m_descriptor, 0) != 0 || lseek(m_descriptor, 0, SEEK_SET) != 0)
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
        const ssize_t count = pread(m_descriptor, piece.data(), piece.size(), at);
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
