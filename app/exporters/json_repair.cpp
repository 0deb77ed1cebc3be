// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/json_repair.h"

#include "app/decode/json_text.h"

#include <charconv>
#include <cctype>
#include <cmath>

namespace exporters {

namespace {

constexpr std::string_view replacement = "\\ufffd";
constexpr size_t escapeSize = 6; // \uXXXX

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '-' || c == '.' || c == '_'; }

bool isFinite(const std::string &number)
{
    double value = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
    return read.ec == std::errc{} && std::isfinite(value);
}

} // namespace

void JsonRepair::feed(std::string_view text, std::string &out)
{
    for (const char c : text) {
        if (m_inString)
            inside(c, out);
        else
            outside(c, out);
    }
}

void JsonRepair::finish(std::string &out)
{
    endWord(out);
    endSurrogate(out);
    if (m_comma)
        out += ',';
    out += m_escape;
}

void JsonRepair::endWord(std::string &out)
{
    if (m_word.empty())
        return;
    // from_chars also fails on numbers too small to differ from 0; they become text, like those too large.
    const bool odd = m_word == "NaN" || m_word == "Infinity" || m_word == "-Infinity" || m_word == "+Infinity" || (decode::isJsonNumber(m_word) && !isFinite(m_word));
    if (odd)
        decode::appendQuoted(m_word, out);
    else
        out += m_word == "undefined" ? "null" : m_word;
    m_word.clear();
}

void JsonRepair::outside(char c, std::string &out)
{
    if (isWord(c)) {
        if (m_comma)
            out += ',';
        m_comma = false;
        m_word += c;
        return;
    }
    endWord(out);
    if (m_comma && !isBlank(c)) {
        if (c != ']' && c != '}')
            out += ',';
        m_comma = false;
    }
    if (c == ',') {
        m_comma = true;
        return;
    }
    m_inString = c == '"';
    out += c;
}

void JsonRepair::endSurrogate(std::string &out)
{
    if (m_lead.empty())
        return;
    out += replacement;
    ++m_replaced;
    m_lead.clear();
}

void JsonRepair::endEscape(std::string &out)
{
    unsigned unit = 0;
    std::from_chars(m_escape.data() + 2, m_escape.data() + m_escape.size(), unit, 16);
    const bool trail = unit >= 0xdc00 && unit < 0xe000;
    if (trail && !m_lead.empty()) {
        out += m_lead + m_escape;
        m_lead.clear();
    } else {
        endSurrogate(out);
        if (unit >= 0xd800 && unit < 0xdc00)
            m_lead = m_escape;
        else
            out += trail ? replacement : std::string_view(m_escape);
        m_replaced += trail;
    }
    m_escape.clear();
}

void JsonRepair::inside(char c, std::string &out)
{
    if (!m_escape.empty()) {
        m_escape += c;
        if (m_escape.size() == 2 && c != 'u') {
            endSurrogate(out);
            out += c == '\'' ? "'" : m_escape;
            m_escape.clear();
        } else if (m_escape.size() > 2 && !std::isxdigit(static_cast<unsigned char>(c))) {
            endSurrogate(out);
            out += m_escape;
            m_escape.clear();
        } else if (m_escape.size() == escapeSize) {
            endEscape(out);
        }
        return;
    }
    if (c == '\\') {
        m_escape = c;
        return;
    }
    endSurrogate(out);
    if (static_cast<unsigned char>(c) < 0x20)
        return decode::appendEscaped({&c, 1}, out);
    m_inString = c != '"';
    out += c;
}

} // namespace exporters
