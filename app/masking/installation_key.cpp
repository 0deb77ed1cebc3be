// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/installation_key.h"

#include "app/base/file_descriptor.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace masking {

namespace {

std::expected<Key, int> readKey(const std::string &path)
{
    const base::FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat found {};
    if (file.get() < 0 || fstat(file.get(), &found) != 0)
        return std::unexpected(errno);
    if (found.st_uid != geteuid() || (found.st_mode & 077) != 0)
        return std::unexpected(EPERM);
    Key key;
    if (!S_ISREG(found.st_mode) || found.st_size != sizeof key || read(file.get(), &key, sizeof key) != ssize_t(sizeof key))
        return std::unexpected(EINVAL);
    return key;
}

// Complete from the moment it has its name: another process may be doing the same.
std::expected<void, int> makeKey(const std::string &path)
{
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    std::error_code error;
    std::filesystem::create_directories(folder.parent_path(), error);
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return std::unexpected(errno);
    std::string temporary = path + ".XXXXXX";
    const base::FileDescriptor file(mkostemp(temporary.data(), O_CLOEXEC));
    if (file.get() < 0)
        return std::unexpected(errno);
    const Key key = randomKey();
    int failed = write(file.get(), &key, sizeof key) == ssize_t(sizeof key) ? 0 : EIO;
    if (!failed && link(temporary.c_str(), path.c_str()) != 0 && errno != EEXIST)
        failed = errno;
    unlink(temporary.c_str());
    return failed ? std::expected<void, int>(std::unexpected(failed)) : std::expected<void, int>();
}

} // namespace

std::string configurationPath(std::string_view name)
{
    const char *const config = std::getenv("XDG_CONFIG_HOME");
    const char *const home = std::getenv("HOME");
    if (config && *config == '/')
        return std::string(config) + "/cleartap/" + std::string(name);
    return home && *home == '/' ? std::string(home) + "/.config/cleartap/" + std::string(name) : std::string();
}

std::string installationKeyPath()
{
    return configurationPath("masking.key");
}

std::expected<Key, int> installationKey(const std::string &path)
{
    auto key = readKey(path);
    if (key || key.error() != ENOENT)
        return key;
    if (const auto made = makeKey(path); !made)
        return std::unexpected(made.error());
    return readKey(path);
}

} // namespace masking
