// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/nameless_file.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace base {

namespace {

// XDG Base Directory Specification: a relative path is ignored.
std::string absolute(const char *variable)
{
    const char *value = std::getenv(variable);
    return value && *value == '/' ? value : "";
}

std::string cacheFolder()
{
    std::string folder = absolute("XDG_CACHE_HOME");
    if (const std::string home = absolute("HOME"); folder.empty() && !home.empty())
        folder = home + "/.cache";
    if (folder.empty())
        return folder;
    mkdir(folder.c_str(), 0700);
    folder += "/cleartap";
    mkdir(folder.c_str(), 0700);
    return folder;
}

FileDescriptor namelessIn(const std::string &folder)
{
    FileDescriptor file(open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file.isValid())
        return file;
    // Not every file system has O_TMPFILE: NFS and FAT do not.
    std::string name = folder + "/cleartap-XXXXXX";
    file.reset(mkostemp(name.data(), O_CLOEXEC));
    if (file.isValid())
        unlink(name.c_str());
    return file;
}

} // namespace

std::expected<FileDescriptor, int> namelessFile()
{
    int error = ENOENT;
    for (const std::string &folder : {cacheFolder(), std::string("/var/tmp"), absolute("TMPDIR"), std::string("/tmp")}) {
        if (folder.empty())
            continue;
        if (FileDescriptor file = namelessIn(folder); file.isValid())
            return file;
        error = errno;
    }
    return std::unexpected(error);
}

} // namespace base
