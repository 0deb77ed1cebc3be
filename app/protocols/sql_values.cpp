// SPDX-License-Identifier: GPL-3.0-or-later
// Literals of SQL and the names that they are given to.
#include "app/protocols/sql_text.h"

#include <algorithm>
#include <cctype>

namespace protocols {

namespace {

bool isWordCharacter(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || uint8_t(c) >= 0x80;
}

bool isWord(std::string_view text, std::string_view lowerCase)
{
    return std::ranges::equal(text, lowerCase, [](char a, char b) { return std::tolower(uint8_t(a)) == b; });
}

// The last word of `text`; what is before it stays in `text`. Operators and brackets do not count.
std::string_view takeLastWord(std::string_view &text)
{
    while (!text.empty() && !isWordCharacter(text.back()))
        text.remove_suffix(1);
    size_t begin = text.size();
    while (begin > 0 && isWordCharacter(text[begin - 1]))
        --begin;
    const std::string_view word = text.substr(begin);
    text = text.substr(0, begin);
    return word;
}

NamedValue literalAfter(std::string_view before)
{
    std::string_view word = takeLastWord(before);
    if (isWord(word, "e") || isWord(word, "n"))
        word = takeLastWord(before);   // E'..', N'..'
    if (!isWord(word, "by") && !isWord(word, "as"))
        return {.name = word};
    // IDENTIFIED BY, IDENTIFIED WITH plugin BY or AS
    for (int i = 0; i < 3; ++i) {
        if (isWord(takeLastWord(before), "identified"))
            return {.name = "identified by", .secret = true};
    }
    return {};
}

// One past the end of the literal or quoted name that begins at `at`; doubled quotes and, in literals, backslashes stay in it.
size_t quotedEnd(std::string_view text, size_t at)
{
    const char quote = text[at];
    for (size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\' && quote != '`')
            ++i;
        else if (text[i] == quote && i + 1 < text.size() && text[i + 1] == quote)
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return text.size();
}

} // namespace

std::vector<NamedValue> sqlValues(std::string_view statement)
{
    std::vector<NamedValue> values;
    for (size_t at = 0; (at = statement.find_first_of("'\"`", at)) != std::string_view::npos;) {
        const size_t end = quotedEnd(statement, at);
        const bool closed = end - at > 1 && statement[end - 1] == statement[at];
        NamedValue value = literalAfter(statement.substr(0, at));
        value.at = at + 1;
        value.length = end - at - 1 - closed;
        if (statement[at] != '`' && !value.name.empty() && value.length > 0)
            values.push_back(value);
        at = end;
    }
    return values;
}

} // namespace protocols
