// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/rule_clue.h"

#include <cctype>
#include <vector>

namespace masking {

namespace {

constexpr size_t longMin = 7;          // repetitions
constexpr size_t prefixMin = 3;        // letters and digits before them
constexpr size_t kept = 4;             // repetitions that remain
constexpr size_t smallSet = 8;

// One past the bracket expression, group's opening or escape that begins at `at`.
size_t tokenEnd(std::string_view pattern, size_t at)
{
    if (pattern[at] == '\\')
        return at + 2;
    if (pattern[at] != '[')
        return at + 1;
    for (size_t end = at + (pattern.substr(at + 1).starts_with('^') ? 3 : 2); end < pattern.size(); ++end) {
        if (pattern[end] == '\\')
            ++end;
        else if (pattern[end] == ']')
            return end + 1;
    }
    return pattern.size();
}

size_t numberAt(std::string_view pattern, size_t at)
{
    size_t number = 0;
    while (at < pattern.size() && std::isdigit(static_cast<unsigned char>(pattern[at])))
        number = number * 10 + size_t(pattern[at++] - '0');
    return number;
}

std::vector<std::string_view> alternatives(std::string_view pattern)
{
    std::vector<std::string_view> all;
    size_t begin = 0;
    int depth = 0;
    for (size_t at = 0; at < pattern.size(); at = tokenEnd(pattern, at)) {
        depth += pattern[at] == '(' ? 1 : pattern[at] == ')' ? -1 : 0;
        if (pattern[at] == '|' && depth == 0) {
            all.push_back(pattern.substr(begin, at - begin));
            begin = at + 1;
        }
    }
    all.push_back(pattern.substr(begin));
    return all;
}

// The position of the bracket that closes the group that begins at `at`.
size_t groupClose(std::string_view pattern, size_t at)
{
    int depth = 0;
    for (; at < pattern.size(); at = tokenEnd(pattern, at)) {
        depth += pattern[at] == '(' ? 1 : pattern[at] == ')' ? -1 : 0;
        if (depth == 0)
            return at;
    }
    return pattern.size() - 1;
}

std::string beginningOf(std::string_view branch)
{
    size_t letters = 0, depth = 0;
    for (size_t at = 0; at < branch.size(); at = tokenEnd(branch, at)) {
        const char c = branch[at];
        if (c == '(') {
            // A group with alternatives, or an optional one, stays whole.
            const size_t close = groupClose(branch, at);
            if (alternatives(branch.substr(at + 1, close - at - 1)).size() > 1 || branch.substr(close + 1, 1).find_first_of("?*{") == 0) {
                letters += branch.substr(close + 1, 1) != "?";
                at = close;
                continue;
            }
            ++depth;
            at += branch.substr(at).starts_with("(?:") ? 2 : 0;
        } else if (c == ')') {
            --depth;
        } else if (c == '{') {
            if (letters >= prefixMin && numberAt(branch, at + 1) >= longMin)
                return std::string(branch.substr(0, at + 1)) + std::to_string(kept) + "}" + std::string(depth, ')');
            at = branch.find('}', at) - 1;
        } else {
            // A small set is nearly as telling as a letter; an escape is a boundary or a class, unless it stands for itself.
            letters += c == '[' ? tokenEnd(branch, at) - at <= smallSet : c != '\\' || !std::isalpha(static_cast<unsigned char>(branch[at + 1]));
        }
    }
    return std::string(branch);
}

} // namespace

std::string clueOf(std::string_view pattern)
{
    std::string clue;
    for (const std::string_view branch : alternatives(pattern))
        clue += (clue.empty() ? "" : "|") + beginningOf(branch);
    return clue;
}

} // namespace masking
