// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/loaded_libraries.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>

#include <elf.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t segmentsMax = 64;
constexpr size_t listMax = 256 * 1024;
constexpr std::chrono::seconds listWithin{5};

// A distribution's own libraries use shared TLS libraries: of these, only those recognised by name count.
bool mayHoldTls(std::string_view path)
{
    const std::string_view name = path.substr(path.rfind('/') + 1);
    for (const std::string_view directory : {"/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/"}) {
        if (path.starts_with(directory))
            return std::ranges::any_of(std::array{"ssl", "crypto", "gnutls", "nss3"},
                                       [name](std::string_view word) { return name.find(word) != std::string_view::npos; });
    }
    return true;
}

template<class Record> std::optional<Record> recordAt(std::istream &file, uint64_t offset)
{
    Record record;
    file.seekg(std::streamoff(offset));
    if (!file.read(reinterpret_cast<char *>(&record), sizeof record))
        return std::nullopt;
    return record;
}

std::string readAll(int fd)
{
    std::string text;
    const auto until = Clock::now() + listWithin;
    std::array<char, 8192> buffer;
    while (text.size() < listMax) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd waited{fd, POLLIN, 0};
        if (left <= 0 || poll(&waited, 1, int(left)) <= 0)
            break;
        const ssize_t count = read(fd, buffer.data(), buffer.size());
        if (count <= 0)
            break;
        text.append(buffer.data(), size_t(count));
    }
    return text;
}

// The program's standard output; waits at most `listWithin`.
std::string outputOf(const std::string &program, const std::vector<std::string> &arguments)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return {};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    std::vector<char *> argv;
    argv.reserve(arguments.size() + 1);
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    pid_t child = -1;
    const int failed = posix_spawn(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    std::string text = failed == 0 ? readAll(ends[0]) : std::string();
    close(ends[0]);
    if (failed == 0) {
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
    }
    return text;
}

} // namespace

std::string loaderOf(const std::string &program)
{
    std::ifstream file(program, std::ios::binary);
    const auto header = recordAt<Elf64_Ehdr>(file, 0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64)
        return {};
    for (size_t i = 0; i < std::min<size_t>(header->e_phnum, segmentsMax); ++i) {
        const auto segment = recordAt<Elf64_Phdr>(file, header->e_phoff + i * sizeof(Elf64_Phdr));
        if (!segment)
            return {};
        if (segment->p_type != PT_INTERP)
            continue;
        std::string path(std::min<size_t>(segment->p_filesz, 4096), '\0');
        file.seekg(std::streamoff(segment->p_offset));
        file.read(path.data(), std::streamsize(path.size()));
        return path.substr(0, path.find('\0'));
    }
    return {};
}

std::vector<std::string> pathsInList(std::string_view list)
{
    // "libssl.so.3 => /usr/lib/libssl.so.3 (0x7f…)", "/lib64/ld-linux-x86-64.so.2 (0x7f…)", "libx.so => not found"
    std::vector<std::string> paths;
    std::istringstream lines{std::string(list)};
    for (std::string line; std::getline(lines, line);) {
        const size_t arrow = line.find("=> ");
        std::string path = line.substr(arrow != std::string::npos ? arrow + 3 : std::min(line.find_first_not_of(" \t"), line.size()));
        path.resize(std::min(path.rfind(" (0x"), path.size()));
        if (path.starts_with('/'))
            paths.push_back(std::move(path));
    }
    return paths;
}

std::vector<std::string> loadedLibraries(const std::string &program)
{
    const std::string loader = loaderOf(program);
    if (loader.empty())
        return {};
    // musl's loader lists libraries if called by this name.
    const bool musl = loader.find("/ld-musl-") != std::string::npos;
    auto paths = pathsInList(musl ? outputOf(loader, {"ldd", program}) : outputOf(loader, {loader, "--list", program}));
    std::erase_if(paths, [](const std::string &path) { return !mayHoldTls(path); });
    return paths;
}

} // namespace cli
