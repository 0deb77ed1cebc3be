// SPDX-License-Identifier: GPL-3.0-or-later
// Character classes and string helpers for HTTP/1 (RFC 9110 section 5.6, RFC 9112).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace protocols::http1 {

inline std::string_view textOf(std::span<const std::byte> bytes)
{
    return { reinterpret_cast<const char *>(bytes.data()), bytes.size() };
}

// tchar, RFC 9110 section 5.6.2.
inline constexpr auto tokenCharacters = [] {
    std::array<bool, 256> table {};
    for (int c = 0; c < 256; ++c)
        table[size_t(c)] = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    for (char c : std::string_view("!#$%&'*+-.^_`|~"))
        table[uint8_t(c)] = true;
    return table;
}();

inline bool isTokenCharacter(char c) { return tokenCharacters[uint8_t(c)]; }
inline bool isBlank(char c) { return c == ' ' || c == '\t'; }
inline bool isDigit(char c) { return c >= '0' && c <= '9'; }
inline char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; }

// `pattern` in lower case.
inline bool startsWithNoCase(std::string_view text, std::string_view pattern)
{
    if (text.size() < pattern.size())
        return false;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (lower(text[i]) != pattern[i])
            return false;
    }
    return true;
}

inline bool equalsNoCase(std::string_view text, std::string_view pattern)
{
    return text.size() == pattern.size() && startsWithNoCase(text, pattern);
}

// Besides SP and HT also CR, which bare-LF line ends and folding leave behind.
inline std::string_view trimmedFront(std::string_view text)
{
    while (!text.empty() && (isBlank(text.front()) || text.front() == '\r' || text.front() == '\n'))
        text.remove_prefix(1);
    return text;
}

inline std::string_view trimmed(std::string_view text)
{
    text = trimmedFront(text);
    while (!text.empty() && (isBlank(text.back()) || text.back() == '\r' || text.back() == '\n'))
        text.remove_suffix(1);
    return text;
}

} // namespace protocols::http1
