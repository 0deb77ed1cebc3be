// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/redis/values.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
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

// The arguments, without their quotes.
std::vector<NamedValue> arguments(std::string_view command)
{
    std::vector<NamedValue> all;
    for (size_t at = 0; at < command.size();) {
        const bool quoted = command[at] == '"';
        const size_t end = quoted ? quotedEnd(command, at) : std::min(command.find(' ', at), command.size());
        const bool closed = quoted && end - at > 1 && command[end - 1] == '"';
        all.push_back({.at = at + quoted, .length = end - at - quoted - closed});
        at = std::min(end + 1, command.size());
    }
    return all;
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> all) { return std::ranges::find(all, text) != all.end(); }

} // namespace

std::vector<NamedValue> values(std::string_view command)
{
    std::vector<NamedValue> all = arguments(command);
    const auto as = [&](size_t i) { return i < all.size() ? command.substr(all[i].at, all[i].length) : std::string_view(); };
    const auto word = [&](size_t i) {
        std::string text(as(i));
        std::ranges::transform(text, text.begin(), [](char c) { return char(std::tolower(uint8_t(c))); });
        return text;
    };
    const auto hide = [&](size_t i) {
        if (i < all.size())
            all[i].secret = true;
    };
    const auto name = [&](size_t key, size_t i) {
        if (i < all.size())
            all[i].name = as(key).substr(as(key).rfind(':') + 1);
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
    } else if (isOneOf(verb, {"set", "setnx", "getset"})) {
        name(1, 2);
    } else if (isOneOf(verb, {"setex", "psetex"})) {
        name(1, 3);
    } else if (isOneOf(verb, {"mset", "msetnx", "hset", "hmset", "hsetnx"})) {
        for (size_t i = verb.front() == 'm' ? 1 : 2; i + 1 < all.size(); i += 2)
            name(i, i + 1);
    }
    for (NamedValue &value : all) {
        if (value.secret)
            value.name = as(0);
    }
    // The command's own name is not a value.
    if (!all.empty())
        all.erase(all.begin());
    std::erase_if(all, [](const NamedValue &value) { return value.length == 0; });
    return all;
}

} // namespace protocols::redis
