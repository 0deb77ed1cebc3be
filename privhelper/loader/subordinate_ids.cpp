// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/subordinate_ids.h"

#include "privhelper/loader/proc_file.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace loader {

namespace {

constexpr size_t fileMax = 1 << 20;

// Removes and returns what precedes the next `end`, and `end` itself; everything if there is none.
std::string_view takeUntil(std::string_view &text, char end)
{
    const size_t at = text.find(end);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return part;
}

std::optional<uint64_t> number(std::string_view text)
{
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<uid_t> idOf(std::string_view name, std::string_view passwd)
{
    while (!passwd.empty()) {
        std::string_view line = takeUntil(passwd, '\n');
        if (takeUntil(line, ':') != name)
            continue;
        takeUntil(line, ':'); // password
        if (const auto id = number(takeUntil(line, ':')); id && *id < uid_t(-1))
            return uid_t(*id);
    }
    if (const auto id = number(name); id && *id < uid_t(-1))
        return uid_t(*id);
    return std::nullopt;
}

} // namespace

uid_t ownerOf(uid_t uid, std::string_view subuid, std::string_view passwd)
{
    while (!subuid.empty()) {
        std::string_view line = takeUntil(subuid, '\n');
        const std::string_view name = takeUntil(line, ':');
        const auto first = number(takeUntil(line, ':')), count = number(line);
        if (!first || !count || uid < *first || uid - *first >= *count)
            continue;
        // Ids given to root's containers are not root's own: root has places without limit.
        if (const auto owner = idOf(name, passwd); owner && *owner != 0)
            return *owner;
    }
    return uid;
}

uid_t ownerOf(uid_t uid)
{
    return uid == 0 ? 0 : ownerOf(uid, readProc("/etc/subuid", fileMax), readProc("/etc/passwd", fileMax));
}

} // namespace loader
