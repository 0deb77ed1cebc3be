// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/mapped_files.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <set>

namespace loader {
namespace {

std::string_view nextField(std::string_view &rest)
{
    const size_t begin = rest.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
        rest = {};
        return {};
    }
    rest.remove_prefix(begin);
    const size_t end = rest.find(' ');
    const std::string_view field = rest.substr(0, end);
    rest.remove_prefix(field.size());
    return field;
}

template<typename T> bool parseNumber(std::string_view text, T &value, int base)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return error == std::errc() && end == text.data() + text.size();
}

std::optional<MappedFile> parseLine(std::string_view line, bool codeOnly)
{
    MappedFile file;
    const std::string_view range = nextField(line);
    const std::string_view rights = nextField(line);
    nextField(line);
    const std::string_view device = nextField(line);
    const std::string_view inode = nextField(line);
    const size_t dash = range.find('-');
    const size_t colon = device.find(':');
    uint32_t major = 0, minor = 0;
    if (dash == std::string_view::npos || colon == std::string_view::npos || rights.size() < 3
        || (codeOnly && rights[2] != 'x') || !parseNumber(range.substr(0, dash), file.start, 16)
        || !parseNumber(range.substr(dash + 1), file.end, 16) || !parseNumber(device.substr(0, colon), major, 16)
        || !parseNumber(device.substr(colon + 1), minor, 16) || !parseNumber(inode, file.id.inode, 10)
        || file.id.inode == 0)
        return std::nullopt;
    file.id.device = major << 20 | minor;   // MKDEV of the kernel
    const size_t path = line.find_first_not_of(' ');
    if (path != std::string_view::npos)
        file.path = line.substr(path);
    return file;
}

// The observed process controls the length of its list of mappings: reads at most a million of them with long names.
constexpr size_t mapsBytesMax = 64u << 20;

// Stops when the function returns false.
template<typename Function> void forEachLine(uint32_t pid, Function function)
{
    std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
    size_t bytes = 0;
    for (std::string line; bytes < mapsBytesMax && std::getline(maps, line); bytes += line.size()) {
        if (!function(std::string_view(line)))
            return;
    }
}

} // namespace

std::optional<MappedFile> parseMapsLine(std::string_view line)
{
    return parseLine(line, true);
}

std::vector<MappedFile> mappedFiles(uint32_t pid)
{
    std::vector<MappedFile> files;
    std::set<FileId> seen;
    forEachLine(pid, [&](std::string_view line) {
        auto file = parseLine(line, true);
        if (file && seen.insert(file->id).second)
            files.push_back(std::move(*file));
        return true;
    });
    return files;
}

std::optional<MappedFile> mappingAt(uint32_t pid, uint64_t address)
{
    std::optional<MappedFile> found;
    forEachLine(pid, [&](std::string_view line) {
        auto file = parseLine(line, false);
        if (file && file->start <= address && address < file->end)
            found = std::move(file);
        return !found;
    });
    return found;
}

std::expected<FileId, LoadError> identifyFile(int fd)
{
    const auto fail = [](int code, std::string step) {
        return std::unexpected(LoadError { LoadFailure::Internal, code, std::move(step), {} });
    };
    struct stat status;
    if (fstat(fd, &status) != 0)
        return fail(errno, "look at a file");
    if (!S_ISREG(status.st_mode) || status.st_size == 0)
        return fail(EINVAL, "look at a file");
    void *page = mmap(nullptr, 1, PROT_READ, MAP_PRIVATE, fd, 0);
    if (page == MAP_FAILED)
        return fail(errno, "map a file");
    const auto mapping = mappingAt(static_cast<uint32_t>(getpid()), reinterpret_cast<uint64_t>(page));
    munmap(page, 1);
    if (!mapping)
        return fail(ENOENT, "find a mapping of our own");
    return mapping->id;
}

bool isTlsLibraryName(std::string_view path)
{
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return name.find("ssl") != std::string_view::npos || name.find("gnutls") != std::string_view::npos
        || name.find("mbedtls") != std::string_view::npos
        || name.find("tcnative") != std::string_view::npos || name.find("conscrypt") != std::string_view::npos
        || name.starts_with("libcrypto") || name.starts_with("libnode") || name.starts_with("libnss3.so");
}

} // namespace loader
