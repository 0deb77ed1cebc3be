// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/redis/reply_text.h"

#include "app/protocols/text_rows.h"

#include <algorithm>

namespace protocols::redis {

void ReplyText::clear()
{
    m_text.clear();
    m_levels.clear();
}

void ReplyText::add(const Token &token)
{
    // Elements beyond the limit are only counted; but the value is written if its key was.
    const bool room = m_text.size() <= m_max || (!m_levels.empty() && m_levels.back().map && m_levels.back().count % 2 == 1 && m_levels.back().left == 0);
    if (!m_levels.empty()) {
        Level &level = m_levels.back();
        if (room && level.count > 0)
            m_text += level.map && level.count % 2 == 1 ? ':' : ',';
        level.left += !room;
        ++level.count;
    }
    if (token.null) {
        m_text += room ? "null" : "";
    } else if (token.aggregate()) {
        const bool map = token.type == '%' || token.type == '|';
        if (token.size > 0)
            m_levels.push_back({.map = map, .written = room});
        if (room)
            m_text += token.size > 0 ? (map ? "{" : "[") : (map ? "{}" : "[]");
    } else if (room) {
        switch (token.type) {
        case ':':
        case ',':
        case '(':
            appendNumber(m_text, token.text);
            break;
        case '#':
            m_text += token.text == "t" ? "true" : "false";
            break;
        case '-':
        case '!':
            m_text += "{\"error\":";
            appendCell(m_text, token.text, token.type == '!' ? token.size - token.text.size() : 0);
            m_text += '}';
            break;
        case '$':
        case '=':
            appendCell(m_text, token.text, token.size - token.text.size());
            break;
        default:
            appendCell(m_text, token.text);
        }
    }
    for (size_t i = 0; i < token.closes && !m_levels.empty(); ++i)
        closeOne();
}

void ReplyText::closeOne()
{
    const Level &level = m_levels.back();
    if (level.written)
        closeCut(m_text, level.map, level.map ? level.left / 2 : level.left);
    m_levels.pop_back();
}

void ReplyText::close()
{
    while (!m_levels.empty())
        closeOne();
}

std::string replyWords(const Token &token)
{
    constexpr size_t wordsMax = 200;
    if (token.null)
        return "(nil)";
    if (token.type == '#')
        return token.text == "t" ? "true" : "false";
    if (token.type == '$' || token.type == '=') {
        std::string text;
        appendEscaped(text, token.text.substr(0, wordsMax + 1));
        return limitedText(text, wordsMax);
    }
    return limitedText(token.text, 1000);
}

void appendArgument(std::string &out, std::string_view argument)
{
    const bool plain = !argument.empty()
        && std::all_of(argument.begin(), argument.end(), [](char c) { return uint8_t(c) > 0x20 && c != '"' && c != '\'' && c != '\\' && c != 0x7f; });
    if (!out.empty())
        out += ' ';
    std::string escaped;
    appendEscaped(escaped, argument);
    // A byte that is not text is written "\xNN", whose backslash JSON escaping doubles.
    for (size_t at = 0; (at = escaped.find("\\\\x", at)) != std::string::npos && argument.find('\\') == std::string_view::npos;)
        escaped.erase(at, 1);
    if (plain && escaped == argument)
        out += argument;
    else
        out += '"' + escaped + '"';
}

} // namespace protocols::redis
