// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/system_user.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string>

namespace confine {

namespace {

constexpr size_t passwdMax = 1 << 20;

std::string readPasswd()
{
    std::string text;
    const int file = open("/etc/passwd", O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0)
        return text;
    char piece[16 * 1024];
    while (text.size() < passwdMax) {
        const ssize_t count = read(file, piece, sizeof piece);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        text.append(piece, size_t(count));
    }
    close(file);
    return text;
}

// Removes and returns what precedes the next `end`, and `end` itself; everything if there is none.
std::string_view takeUntil(std::string_view &text, char end)
{
    const size_t at = text.find(end);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return part;
}

template<class Id> bool readId(std::string_view text, Id &id)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc() && end == text.data() + text.size() && id != 0 && id != Id(-1);
}

} // namespace

std::optional<UserIds> idsOf(std::string_view passwd, std::string_view name)
{
    while (!passwd.empty()) {
        std::string_view line = takeUntil(passwd, '\n');
        if (takeUntil(line, ':') != name)
            continue;
        takeUntil(line, ':'); // password
        UserIds ids;
        const std::string_view user = takeUntil(line, ':');
        if (!readId(user, ids.user) || !readId(takeUntil(line, ':'), ids.group))
            return std::nullopt;
        return ids;
    }
    return std::nullopt;
}

UserIds unprivilegedIds()
{
    return idsOf(readPasswd(), "cleartap").value_or(UserIds{});
}

} // namespace confine
