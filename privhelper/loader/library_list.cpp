// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/library_list.h"

#include "privhelper/loader/file_system.h"
#include "privhelper/loader/mapped_files.h"
#include "privhelper/loader/open_mapping.h"
#include "privhelper/loader/proc_file.h"
#include "privhelper/loader/subordinate_ids.h"

#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <map>
#include <optional>
#include <string_view>

namespace loader {
namespace {

// Where the dynamic loader looks, and programs with a built-in TLS library that is often needed from the first
// moment; the patterns match files and links to them, which identifyFile() distinguishes.
constexpr std::array<const char *, 7> installedPatterns {
    "/usr/lib/*/lib{ssl.so,crypto.so,gnutls.so,ssl3.so,wolfssl.so,mbedtls.so}*",
    "/lib/*/lib{ssl.so,crypto.so,gnutls.so,ssl3.so,wolfssl.so,mbedtls.so}*",
    "/usr/lib64/lib{ssl.so,crypto.so,gnutls.so,ssl3.so,wolfssl.so,mbedtls.so}*",
    "/usr/lib/lib{ssl.so,crypto.so,gnutls.so,ssl3.so,wolfssl.so,mbedtls.so}*",
    "/usr/local/lib/lib{ssl.so,crypto.so,gnutls.so,ssl3.so,wolfssl.so,mbedtls.so}*",
    "/usr/local/lib64/lib{ssl.so,crypto.so,gnutls.so,ssl3.so,wolfssl.so,mbedtls.so}*",
    "/{usr,usr/local,opt/node*}/bin/node{,js}",
};

// As named in /proc/PID/maps; empty if there is none.
std::string programOf(uint32_t pid)
{
    char exe[PATH_MAX];
    const ssize_t length = readlink(("/proc/" + std::to_string(pid) + "/exe").c_str(), exe, sizeof exe);
    return std::string(exe, static_cast<size_t>(std::max<ssize_t>(length, 0)));
}

bool isWanted(const MappedFile &file, std::string_view program)
{
    return isTlsLibraryName(file.path) || file.path == program;
}

// Files of other users' namespaces belong to those who own the range of ids.
uint32_t chargedFor(const UniqueFd &file, uint32_t pid)
{
    struct stat status {};
    if (file.isValid() && fstat(file.get(), &status) == 0)
        return ownerOf(status.st_uid);
    return ownerOf(idsOf(readProc(procPath(pid, "status")), "Uid")[0]);
}

// nullopt if the process has unmapped the file meanwhile. If it is still mapped, the reason is reported.
std::optional<ExecutableFile> opened(uint32_t pid, const MappedFile &mapped)
{
    if (auto fd = openMapping(pid, mapped)) {
        const uint32_t owner = chargedFor(*fd, pid);
        return ExecutableFile { std::move(*fd), mapped.id, mapped.path, { pid }, {}, false, owner };
    } else if (const auto now = mappingAt(pid, mapped.start); now && now->id == mapped.id)
        return ExecutableFile { UniqueFd(), mapped.id, mapped.path, { pid }, sentenceOf(fd.error()), false, chargedFor(UniqueFd(), pid) };
    return std::nullopt;
}

void addInstalled(std::map<FileId, ExecutableFile> &files)
{
    for (const char *pattern : installedPatterns) {
        glob_t found {};
        if (glob(pattern, GLOB_BRACE | GLOB_NOSORT, nullptr, &found) == 0) {
            for (size_t i = 0; i < found.gl_pathc; i++) {
                char path[PATH_MAX];
                if (!realpath(found.gl_pathv[i], path))
                    continue;
                UniqueFd fd = openInstalled(path);
                const auto id = fd.isValid() ? identifyFile(fd.get()) : std::unexpected(LoadError {});
                if (id && !files.contains(*id))
                    files[*id] = ExecutableFile { std::move(fd), *id, path, {}, {}, true, 0 };
                if (const auto known = id ? files.find(*id) : files.end(); known != files.end())
                    known->second.installed = true;
            }
        }
        globfree(&found);
    }
}

} // namespace

void OpenFiles::limit(ExecutableFile &file)
{
    if (file.owner == 0 || !file.fd.isValid() || m_byOwner[file.owner]++ < filesOfOwnerMax)
        return;
    file.fd.reset();
    file.problem = tooManyFiles;
}

std::vector<ExecutableFile> tlsFiles(const std::vector<uint32_t> &pids)
{
    std::map<FileId, ExecutableFile> files;
    OpenFiles open;
    for (const uint32_t pid : pids) {
        const std::string program = programOf(pid);
        for (const MappedFile &mapped : mappedFiles(pid)) {
            if (const auto known = files.find(mapped.id); known != files.end()) {
                known->second.pids.push_back(pid);
                continue;
            }
            if (!isWanted(mapped, program))
                continue;
            if (auto file = opened(pid, mapped)) {
                open.limit(*file);
                files[mapped.id] = std::move(*file);
            }
        }
    }
    addInstalled(files);
    std::vector<ExecutableFile> result;
    result.reserve(files.size());
    for (auto &[id, file] : files)
        result.push_back(std::move(file));
    std::ranges::stable_partition(result, [](const ExecutableFile &file) { return isTlsLibraryName(file.path); });
    return result;
}

std::vector<ExecutableFile> handedFiles(const std::vector<UniqueFd> &handed)
{
    std::vector<ExecutableFile> files;
    for (const UniqueFd &place : handed) {
        auto fd = openForReading(place.get(), static_cast<uint32_t>(getpid()));
        const auto id = fd ? identifyFile(fd->get()) : std::unexpected(LoadError {});
        if (!id)
            continue; // noticed again when the command maps it, with its reason
        char path[PATH_MAX];
        const ssize_t length = readlink(("/proc/self/fd/" + std::to_string(fd->get())).c_str(), path, sizeof path);
        const uint32_t owner = chargedFor(*fd, static_cast<uint32_t>(getpid()));
        files.push_back({ std::move(*fd), *id, std::string(path, static_cast<size_t>(std::max<ssize_t>(length, 0))), {}, {}, false, owner });
    }
    return files;
}

std::expected<ExecutableFile, NoFile> noticedFile(const flow_mapping &mapping)
{
    const auto mapped = mappingAt(mapping.pid, mapping.address);
    if (!mapped)
        return std::unexpected(NoFile::Gone);
    const bool isTold = mapped->id == FileId { mapping.device, mapping.inode };
    if (!isWanted(*mapped, programOf(mapping.pid)))
        return std::unexpected(isTold ? NoFile::NotWanted : NoFile::Gone);
    auto file = opened(mapping.pid, *mapped);
    if (!file || (!isTold && !(file->fd.isValid() && isOverlay(file->fd.get()))))
        return std::unexpected(NoFile::Gone);
    return std::move(*file);
}

} // namespace loader
