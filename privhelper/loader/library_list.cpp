// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/library_list.h"

#include "privhelper/loader/mapped_files.h"

#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace loader {
namespace {

// Where the dynamic loader looks, and programs with a TLS library of their own that is often wanted from their first
// moment on; the patterns hold real files and links, which identifyFile() tells apart.
constexpr std::array<const char *, 7> installedPatterns {
    "/usr/lib/*/lib{ssl.so,crypto.so,gnutls.so}*",
    "/lib/*/lib{ssl.so,crypto.so,gnutls.so}*",
    "/usr/lib64/lib{ssl.so,crypto.so,gnutls.so}*",
    "/usr/lib/lib{ssl.so,crypto.so,gnutls.so}*",
    "/usr/local/lib/lib{ssl.so,crypto.so,gnutls.so}*",
    "/usr/local/lib64/lib{ssl.so,crypto.so,gnutls.so}*",
    "/{usr,usr/local,opt/node*}/bin/node{,js}",
};

bool isProgram(uint32_t pid, const MappedFile &file)
{
    char exe[PATH_MAX];
    const ssize_t length = readlink(("/proc/" + std::to_string(pid) + "/exe").c_str(), exe, sizeof exe);
    return length > 0 && std::string_view(exe, static_cast<size_t>(length)) == file.path;
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
                UniqueFd fd(open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
                const auto id = fd.isValid() ? identifyFile(fd.get()) : std::unexpected(LoadError {});
                if (id && !files.contains(*id) && (isTlsLibraryName(path) || holdsTlsNames(fd.get())))
                    files[*id] = ExecutableFile { std::move(fd), *id, path, {} };
                if (const auto known = id ? files.find(*id) : files.end(); known != files.end())
                    known->second.installed = true;
            }
        }
        globfree(&found);
    }
}

} // namespace

std::vector<ExecutableFile> tlsFiles(const std::vector<uint32_t> &pids)
{
    std::map<FileId, ExecutableFile> files;
    std::set<FileId> unwanted;
    for (const uint32_t pid : pids) {
        for (const MappedFile &mapped : mappedFiles(pid)) {
            if (const auto known = files.find(mapped.id); known != files.end()) {
                known->second.pids.push_back(pid);
                continue;
            }
            if (unwanted.contains(mapped.id))
                continue;
            const bool library = isTlsLibraryName(mapped.path);
            UniqueFd fd;
            if (library || isProgram(pid, mapped))
                fd = openMapping(pid, mapped);
            if (fd.isValid() && (library || holdsTlsNames(fd.get())))
                files[mapped.id] = ExecutableFile { std::move(fd), mapped.id, mapped.path, { pid } };
            else
                unwanted.insert(mapped.id);
        }
    }
    addInstalled(files);
    std::vector<ExecutableFile> result;
    for (auto &[id, file] : files)
        result.push_back(std::move(file));
    return result;
}

MappingResult addMapping(const flow_mapping &mapping, std::vector<ExecutableFile> &files)
{
    const FileId id { mapping.device, mapping.inode };
    for (ExecutableFile &file : files) {
        if (file.id == id) {
            file.pids.push_back(mapping.pid);
            return MappingResult::Given;
        }
    }
    const auto mapped = mappingAt(mapping.pid, mapping.address);
    if (!mapped || mapped->id != id)
        return MappingResult::Gone;
    const bool library = isTlsLibraryName(mapped->path);
    if (!library && !isProgram(mapping.pid, *mapped))
        return MappingResult::NotWanted;
    UniqueFd fd = openMapping(mapping.pid, *mapped);
    if (!fd.isValid())
        return MappingResult::Gone;
    if (!library && !holdsTlsNames(fd.get()))
        return MappingResult::NotWanted;
    files.push_back(ExecutableFile { std::move(fd), id, mapped->path, { mapping.pid } });
    return MappingResult::Given;
}

} // namespace loader
