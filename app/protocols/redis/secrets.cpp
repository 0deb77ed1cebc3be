// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/redis/secrets.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace protocols::redis {

namespace {

// One past the end of the quoted argument at `at`.
size_t quotedEnd(std::string_view text, size_t at)
{
    for (size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return text.size();
}

std::vector<NamedValue> words(std::string_view command)
{
    std::vector<NamedValue> all;
    for (size_t at = 0; at < command.size();) {
        const size_t end = command[at] == '"' ? quotedEnd(command, at) : std::min(command.find(' ', at), command.size());
        all.push_back({.at = at, .length = end - at});
        at = std::min(end + 1, command.size());
    }
    return all;
}

} // namespace

std::vector<NamedValue> secrets(std::string_view command)
{
    std::vector<NamedValue> all = words(command);
    const auto word = [&](size_t i) {
        std::string text(i < all.size() ? command.substr(all[i].at, all[i].length) : std::string_view());
        std::ranges::transform(text, text.begin(), [](char c) { return char(std::tolower(uint8_t(c))); });
        return text;
    };
    const auto hide = [&](size_t i) {
        if (i < all.size())
            all[i].secret = true;
    };
    const std::string verb = word(0);
    if (verb == "auth") {
        hide(all.size() > 2 ? 2 : 1);
    } else if (verb == "hello" || verb == "migrate") {
        for (size_t i = 1; i < all.size(); ++i) {
            if (word(i) == "auth" || word(i) == "auth2")
                hide(verb == "hello" || word(i) == "auth2" ? i + 2 : i + 1);
        }
    } else if (verb == "config" && word(1) == "set") {
        for (size_t i = 2; i < all.size(); i += 2) {
            if (word(i).find("pass") != std::string::npos || word(i) == "masterauth")
                hide(i + 1);
        }
    } else if (verb == "acl" && word(1) == "setuser") {
        for (size_t i = 3; i < all.size(); ++i) {
            if (word(i).find_first_of("><#!") == 0)
                hide(i);
        }
    }
    std::erase_if(all, [](const NamedValue &value) { return !value.secret || value.length == 0; });
    const std::string_view name = command.substr(0, command.find(' '));
    for (NamedValue &value : all)
        value.name = name;
    return all;
}

} // namespace protocols::redis
