// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/open_mapping.h"

#include "privhelper/loader/file_system.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

namespace loader {
namespace {

std::string procPath(uint32_t pid, std::string_view name)
{
    return "/proc/" + std::to_string(pid) + "/" + std::string(name);
}

UniqueFd locate(const std::string &path)
{
    return UniqueFd(open(path.c_str(), O_PATH | O_CLOEXEC));
}

// Follows no link out of the root, and no link of /proc to another process's files.
UniqueFd locateBelow(const std::string &root, const std::string &path)
{
    const UniqueFd directory(open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isValid())
        return {};
    open_how how {};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    return UniqueFd(static_cast<int>(syscall(SYS_openat2, directory.get(), path.c_str(), &how, sizeof how)));
}

std::string mappingPath(uint32_t pid, const MappedFile &file)
{
    std::array<char, 48> range;
    std::snprintf(range.data(), range.size(), "map_files/%llx-%llx", static_cast<unsigned long long>(file.start),
                  static_cast<unsigned long long>(file.end));
    return procPath(pid, range.data());
}

OpenProblem problemOf(int error)
{
    if (error == EACCES || error == EPERM)
        return OpenProblem::NotPermitted;
    return error == EAGAIN ? OpenProblem::Leased : OpenProblem::Gone; // fcntl(2), F_SETLEASE, with O_NONBLOCK
}

} // namespace

std::expected<UniqueFd, OpenProblem> openForReading(int place, uint32_t pid)
{
    struct statx status;
    // Uses only cached information: the file system is not contacted before its type is known.
    if (statx(place, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE, &status) != 0)
        return std::unexpected(problemOf(errno));
    if (!S_ISREG(status.stx_mode))
        return std::unexpected(OpenProblem::NotRegular);
    if (isServedByProgram(place, pid, status.stx_dev_major << 20 | status.stx_dev_minor))
        return std::unexpected(OpenProblem::ServedByProgram);
    UniqueFd fd(open(("/proc/self/fd/" + std::to_string(place)).c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!fd.isValid())
        return std::unexpected(problemOf(errno));
    return fd;
}

std::expected<UniqueFd, OpenProblem> openMapping(uint32_t pid, const MappedFile &file)
{
    const std::array places {
        +[](uint32_t of, const MappedFile &mapped) { return locate(mappingPath(of, mapped)); },
        +[](uint32_t of, const MappedFile &) { return locate(procPath(of, "exe")); },
        +[](uint32_t of, const MappedFile &mapped) { return locateBelow(procPath(of, "root"), mapped.path); },
        // A chroot without a mount namespace: the kernel prints its files' names relative to the reader's root.
        +[](uint32_t, const MappedFile &mapped) { return locateBelow("/", mapped.path); },
    };
    OpenProblem problem = OpenProblem::Gone;
    for (const auto &place : places) {
        const UniqueFd located = place(pid, file);
        if (!located.isValid()) {
            problem = std::max(problem, problemOf(errno));
            continue;
        }
        auto fd = openForReading(located.get(), pid);
        if (!fd) {
            problem = std::max(problem, fd.error());
            continue;
        }
        const auto id = identifyFile(fd->get());
        if (id && *id == file.id)
            return fd;
    }
    return std::unexpected(problem);
}

UniqueFd openInstalled(const std::string &path)
{
    const UniqueFd place = locate(path);
    auto fd = place.isValid() ? openForReading(place.get(), static_cast<uint32_t>(getpid()))
                              : std::unexpected(OpenProblem::Gone);
    return fd ? std::move(*fd) : UniqueFd();
}

std::string sentenceOf(OpenProblem problem)
{
    switch (problem) {
    case OpenProblem::Gone: break;
    case OpenProblem::NotPermitted: return "The kernel denies the helper access to its file.";
    case OpenProblem::NotRegular: return "What is mapped is not a regular file.";
    case OpenProblem::ServedByProgram:
        return "Its file is on a FUSE file system; reading it could block forever on its file server.";
    case OpenProblem::Leased: return "Another program holds a lease on its file.";
    }
    return "Its file has been deleted or replaced, and this helper may not open it through the mapping.";
}

} // namespace loader
