// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/proc_file.h"

#include "privhelper/loader/unique_fd.h"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace loader {

std::string procPath(uint32_t pid, std::string_view name)
{
    return "/proc/" + std::to_string(pid) + '/' + std::string(name);
}

std::string readProc(const std::string &path, size_t limit)
{
    std::string text;
    const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!fd.isValid())
        return text;
    text.resize(limit);
    size_t used = 0;
    while (used < limit) {
        const ssize_t count = read(fd.get(), text.data() + used, limit - used);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        used += size_t(count);
    }
    text.resize(used);
    return text;
}

std::string_view fieldOf(std::string_view text, std::string_view name)
{
    constexpr std::string_view blanks = " \t";
    while (!text.empty()) {
        const size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (!line.starts_with(name) || !line.substr(name.size()).starts_with(':'))
            continue;
        line.remove_prefix(name.size() + 1);
        const size_t first = line.find_first_not_of(blanks);
        if (first == line.npos)
            return {};
        return line.substr(first, line.find_last_not_of(blanks) + 1 - first);
    }
    return {};
}

std::array<uint32_t, 3> idsOf(std::string_view status, std::string_view name)
{
    std::array<uint32_t, 3> ids{~0u, ~0u, ~0u};
    std::string_view field = fieldOf(status, name);
    for (uint32_t &id : ids) {
        uint32_t value = 0;
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
        if (error != std::errc())
            break;
        id = value;
        field.remove_prefix(size_t(end - field.data()));
        field.remove_prefix(std::min(field.find_first_not_of(" \t"), field.size()));
    }
    return ids;
}

std::string controlGroupOf(uint32_t pid)
{
    // "0::/path": hierarchy 0 is cgroup2's and lists no controllers (cgroups(7)).
    return std::string(fieldOf(readProc(procPath(pid, "cgroup"), 8192), "0:"));
}

} // namespace loader
