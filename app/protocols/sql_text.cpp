// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/sql_text.h"

#include <algorithm>
#include <cstdint>

namespace protocols {

std::string sqlVerb(std::string_view text)
{
    constexpr size_t wordMax = 32;
    while (!text.empty()) {
        const size_t start = text.find_first_not_of(" \t\r\n\f\v(;");
        text.remove_prefix(std::min(start, text.size()));
        if (text.starts_with("--") || text.starts_with('#')) {
            text.remove_prefix(std::min(text.find('\n'), text.size()));
        } else if (text.starts_with("/*")) {
            const size_t end = text.find("*/", 2);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
        } else {
            break;
        }
    }
    std::string word;
    for (const char c : text) {
        const bool lower = c >= 'a' && c <= 'z';
        if ((!lower && !(c >= 'A' && c <= 'Z')) || word.size() >= wordMax)
            break;
        word += lower ? char(c - 32) : c;
    }
    return word;
}

bool isText(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return uint8_t(c) >= 0x20 || c == '\n' || c == '\r' || c == '\t' || c == '\f'; });
}

bool isLongStatement(std::string_view text)
{
    constexpr size_t certain = 256;
    static constexpr std::string_view verbs[] = {"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "WITH", "CREATE", "ALTER", "DROP",
                                                 "SET", "CALL", "LOAD", "COPY", "EXPLAIN", "ANALYZE", "BEGIN", "DO", "VALUES", "GRANT"};
    if (text.size() < certain)
        return false;
    text = text.substr(0, certain);
    return std::ranges::find(verbs, sqlVerb(text)) != std::end(verbs) && isText(text);
}

} // namespace protocols
