// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/pretty.h"

#include <algorithm>

namespace decode {

namespace {

// Deeper levels are not indented further: otherwise the output of "[[[[…" would grow quadratically.
constexpr uint64_t indentLevelsMax = 60;
constexpr size_t bracketsMax = 1 << 20;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

JsonPrinter::JsonPrinter(unsigned indent)
    : m_indent(indent)
{
}

void JsonPrinter::breakLine(std::string &out)
{
    out += '\n';
    out.append(size_t(std::min<uint64_t>(m_open.size() + m_deeper, indentLevelsMax)) * m_indent, ' ');
}

void JsonPrinter::beginValue(std::string &out)
{
    if (m_justOpened || m_afterValue)
        breakLine(out);
    m_justOpened = m_afterValue = false;
}

void JsonPrinter::closeBracket(char c, std::string &out)
{
    if (m_deeper > 0) {
        --m_deeper;
    } else if (!m_open.empty()) {
        m_wellNested = m_wellNested && m_open.back() == (c == '}' ? '{' : '[');
        m_open.pop_back();
    } else {
        m_wellNested = false;
    }
    if (!m_justOpened)
        breakLine(out);
    out += c;
    m_justOpened = false;
    m_afterValue = true;
}

void JsonPrinter::token(char c, std::string &out)
{
    switch (c) {
    case '"':
        beginValue(out);
        out += c;
        m_inString = true;
        return;
    case '{':
    case '[':
        beginValue(out);
        out += c;
        if (m_open.size() < bracketsMax)
            m_open += c;
        else
            ++m_deeper;
        m_justOpened = true;
        return;
    case '}':
    case ']':
        return closeBracket(c, out);
    case ',':
        m_afterValue = m_justOpened = false;
        out += c;
        return breakLine(out);
    case ':':
        m_afterValue = m_justOpened = false;
        out += ": ";
        return;
    default:
        if (!m_inScalar)
            beginValue(out);
        out += c;
    }
}

void JsonPrinter::feed(std::string_view json, std::string &out)
{
    for (size_t i = 0; i < json.size(); ++i) {
        if (m_inString) {
            if (m_escaped) {
                m_escaped = false;
                out += json[i];
                continue;
            }
            const size_t end = std::min(json.find_first_of("\"\\", i), json.size());
            out += json.substr(i, end - i);
            i = end;
            if (i == json.size())
                return;
            out += json[i];
            m_escaped = json[i] == '\\';
            m_inString = m_escaped;
            m_afterValue = !m_inString;
            continue;
        }
        const char c = json[i];
        const bool structural = c == '"' || c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':';
        const bool endsScalar = m_inScalar && (structural || isSpace(c));
        if (endsScalar) {
            m_inScalar = false;
            m_afterValue = true;
        }
        if (isSpace(c))
            continue;
        token(c, out);
        m_inScalar = !structural;
    }
}

std::string prettyJson(std::string_view json, unsigned indent)
{
    std::string out;
    out.reserve(json.size() + json.size() / 2);
    JsonPrinter(indent).feed(json, out);
    return out;
}

std::string prettyJsonLines(std::string_view lines, unsigned indent)
{
    std::string out;
    out.reserve(lines.size() + lines.size() / 2);
    for (size_t at = 0; at < lines.size();) {
        const size_t end = std::min(lines.find('\n', at), lines.size());
        std::string_view line = lines.substr(at, end - at);
        at = end + 1;
        if (line.starts_with('\x1e'))
            line.remove_prefix(1);
        if (std::all_of(line.begin(), line.end(), isSpace))
            continue;
        if (!out.empty())
            out += '\n';
        JsonPrinter(indent).feed(line, out);
    }
    return out;
}

namespace {

// Length of the markup at the front of `xml`, which begins with '<'; 0 if unterminated.
size_t markupLength(std::string_view xml)
{
    const auto until = [&](std::string_view end) {
        const size_t at = xml.find(end);
        return at == std::string_view::npos ? 0 : at + end.size();
    };
    if (xml.starts_with("<!--"))
        return until("-->");
    if (xml.starts_with("<![CDATA["))
        return until("]]>");
    if (xml.starts_with("<?"))
        return until("?>");
    char quote = 0;
    int brackets = 0; // of a document type's internal subset
    for (size_t i = 1; i < xml.size(); ++i) {
        const char c = xml[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[')
            ++brackets;
        else if (c == ']')
            --brackets;
        else if (c == '>' && brackets <= 0)
            return i + 1;
    }
    return 0;
}

} // namespace

std::string prettyXml(std::string_view xml, unsigned indent)
{
    std::string out;
    out.reserve(xml.size() + xml.size() / 2);
    uint64_t depth = 0;
    bool afterTag = false;
    bool afterOpening = false;
    while (!xml.empty()) {
        const size_t tag = std::min(xml.find('<'), xml.size());
        const std::string_view text = xml.substr(0, tag);
        const bool blank = std::all_of(text.begin(), text.end(), isSpace);
        xml.remove_prefix(tag);
        if (!blank)
            out += text;
        if (xml.empty())
            break;
        const size_t length = markupLength(xml);
        if (length == 0) {
            out += xml;
            break;
        }
        const std::string_view markup = xml.substr(0, length);
        const bool closing = markup.starts_with("</");
        const bool data = markup.starts_with("<![CDATA[");
        const bool opening = !closing && !markup.ends_with("/>") && markup[1] != '!' && markup[1] != '?';
        if (closing && depth > 0)
            --depth;
        if (blank && afterTag && !data && !(closing && afterOpening)) {
            out += '\n';
            out.append(size_t(std::min(depth, indentLevelsMax)) * indent, ' ');
        } else if (blank) {
            out += afterTag && closing ? std::string_view{} : text;
        }
        out += markup;
        if (opening)
            ++depth;
        afterTag = !data;
        afterOpening = opening;
        xml.remove_prefix(length);
    }
    return out;
}

} // namespace decode
