// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/created_file.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>

namespace base {

namespace {

std::string folderOf(const std::string &path)
{
    const size_t slash = path.rfind('/');
    return slash == std::string::npos ? "./" : path.substr(0, slash + 1);
}

// An unpredictable name beside the target.
std::string besideName(const std::string &path)
{
    unsigned long long number = 0;
    (void)!getrandom(&number, sizeof number, 0);
    char text[32];
    std::snprintf(text, sizeof text, ".%016llx", number);
    return folderOf(path) + "." + path.substr(path.rfind('/') + 1, 200) + text;
}

std::string pathOf(int descriptor)
{
    return "/proc/self/fd/" + std::to_string(descriptor);
}

} // namespace

std::optional<int> descriptorOfPath(const std::string &path)
{
    if (path == "-" || path == "/dev/stdout")
        return 1;
    if (path == "/dev/stderr")
        return 2;
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (!path.starts_with(folder))
            continue;
        int number = -1;
        const char *end = path.data() + path.size();
        const auto read = std::from_chars(path.data() + folder.size(), end, number);
        if (read.ec == std::errc() && read.ptr == end && number >= 0)
            return number;
    }
    return std::nullopt;
}

std::expected<CreatedFile, int> CreatedFile::create(const std::string &path)
{
    CreatedFile file;
    if (const auto descriptor = descriptorOfPath(path)) {
        // Not reopened: that would start at the file's beginning, and is impossible for a socket.
        file.m_file.reset(fcntl(*descriptor, F_DUPFD_CLOEXEC, 3));
        if (!file.m_file.isValid())
            return std::unexpected(errno);
        return file;
    }
    struct stat found {};
    const bool exists = lstat(path.c_str(), &found) == 0;
    if (exists && S_ISLNK(found.st_mode))
        return std::unexpected(ELOOP);
    if (exists && S_ISDIR(found.st_mode))
        return std::unexpected(EISDIR);
    if (exists && !S_ISREG(found.st_mode)) {
        file.m_file.reset(open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC));
        if (!file.m_file.isValid() || fstat(file.m_file.get(), &found) != 0)
            return std::unexpected(errno);
        if (S_ISREG(found.st_mode)) // it was replaced meanwhile
            return std::unexpected(EEXIST);
        return file;
    }
    file.m_target = path;
    // A nameless file leaves nothing behind if the program is killed.
    file.m_file.reset(open(folderOf(path).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file.m_file.isValid() && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) { // as reported by NFS and FAT
        file.m_temporary = besideName(path);
        file.m_file.reset(open(file.m_temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    }
    if (!file.m_file.isValid()) {
        const int error = errno;
        file.m_temporary.clear();
        return std::unexpected(error);
    }
    return file;
}

CreatedFile::CreatedFile(CreatedFile &&other) noexcept
    : m_file(std::move(other.m_file))
    , m_target(std::exchange(other.m_target, {}))
    , m_temporary(std::exchange(other.m_temporary, {}))
{
}

CreatedFile::~CreatedFile()
{
    if (!m_temporary.empty())
        unlink(m_temporary.c_str());
}

std::expected<void, int> CreatedFile::putInPlace()
{
    if (m_target.empty())
        return {};
    if (m_temporary.empty()) {
        const std::string nameless = pathOf(m_file.get());
        if (linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, m_target.c_str(), AT_SYMLINK_FOLLOW) == 0) {
            m_target.clear();
            return {};
        }
        if (errno != EEXIST)
            return std::unexpected(errno);
        std::string beside = besideName(m_target);
        if (linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, beside.c_str(), AT_SYMLINK_FOLLOW) != 0)
            return std::unexpected(errno);
        m_temporary = std::move(beside);
    }
    if (rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return std::unexpected(errno);
    m_temporary.clear();
    m_target.clear();
    return {};
}

} // namespace base
