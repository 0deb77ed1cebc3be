// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/output_file.h"

#include "app/masking/masker.h"

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace exporters {

namespace {

constexpr size_t bufferBytes = 256 * 1024;

std::string besideName(const std::string &path)
{
    const size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    char number[32];
    std::snprintf(number, sizeof number, "%016llx", static_cast<unsigned long long>(masking::randomKey().first));
    return folder + "." + name.substr(0, 200) + "." + number;
}

} // namespace

std::expected<OutputFile, int> OutputFile::create(const std::string &path)
{
    OutputFile file;
    struct stat found {};
    const bool exists = lstat(path.c_str(), &found) == 0;
    if (exists && S_ISLNK(found.st_mode))
        return std::unexpected(ELOOP);
    if (exists && S_ISDIR(found.st_mode))
        return std::unexpected(EISDIR);
    if (exists && !S_ISREG(found.st_mode)) {
        file.m_descriptor = open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
    } else {
        file.m_temporary = besideName(path);
        file.m_target = path;
        file.m_descriptor = open(file.m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    }
    if (file.m_descriptor < 0) {
        const int error = errno;
        file.m_temporary.clear();
        return std::unexpected(error);
    }
    file.m_owned = true;
    return file;
}

OutputFile OutputFile::onto(int descriptor)
{
    OutputFile file;
    file.m_descriptor = descriptor;
    return file;
}

OutputFile::OutputFile(OutputFile &&other) noexcept
{
    *this = std::move(other);
}

OutputFile &OutputFile::operator=(OutputFile &&other) noexcept
{
    if (this == &other)
        return *this;
    close();
    m_descriptor = std::exchange(other.m_descriptor, -1);
    m_owned = std::exchange(other.m_owned, false);
    m_error = other.m_error;
    m_written = other.m_written;
    m_temporary = std::exchange(other.m_temporary, {});
    m_target = std::exchange(other.m_target, {});
    m_buffer = std::exchange(other.m_buffer, {});
    return *this;
}

OutputFile::~OutputFile()
{
    close();
}

void OutputFile::close()
{
    if (m_owned && m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
    if (!m_temporary.empty())
        unlink(m_temporary.c_str());
    m_temporary.clear();
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
    if (m_error == 0 && !m_temporary.empty()) {
        // Full disks of some file systems tell it only here.
        if (fsync(m_descriptor) != 0 && errno != EINVAL && errno != EROFS)
            m_error = errno;
        else if (rename(m_temporary.c_str(), m_target.c_str()) != 0)
            m_error = errno;
        else
            m_temporary.clear();
    }
    if (m_error)
        return std::unexpected(m_error);
    return {};
}

} // namespace exporters
