// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/json_scan.h"

#include "app/decode/charset.h"

#include <array>
#include <charconv>

namespace decode {

namespace {

size_t skipSpace(std::string_view text, size_t at)
{
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r'))
        ++at;
    return at;
}

// One past the closing quote of the string that begins at `at`; the end of the text if it is unterminated.
size_t stringEnd(std::string_view text, size_t at)
{
    const size_t begin = ++at;
    while ((at = text.find('"', at)) != std::string_view::npos) {
        // Behind an odd number of backslashes it is escaped. Each of them is looked at once.
        size_t escapes = at;
        while (escapes > begin && text[escapes - 1] == '\\')
            --escapes;
        ++at;
        if ((at - escapes) % 2 == 1)
            return at;
    }
    return text.size();
}

// Everything that is not in a string, and neither opens nor closes one or a level.
constexpr std::array<bool, 256> plain = [] {
    std::array<bool, 256> table;
    table.fill(true);
    for (const char c : {'"', '{', '[', '}', ']'})
        table[uint8_t(c)] = false;
    return table;
}();

// One past the bracket that closes the one at `at`. The type of bracket is irrelevant here: the level checks it.
size_t containerEnd(std::string_view text, size_t at)
{
    uint64_t depth = 0;
    while (at < text.size()) {
        if (plain[uint8_t(text[at])]) {
            ++at;
            continue;
        }
        switch (text[at]) {
        case '"':
            at = stringEnd(text, at);
            continue;
        case '{':
        case '[':
            ++depth;
            break;
        case '}':
        case ']':
            if (--depth == 0)
                return at + 1;
            break;
        default:
            break;
        }
        ++at;
    }
    return text.size();
}

JsonMember valueAt(std::string_view text, size_t at)
{
    JsonMember member;
    size_t end = at;
    const char c = text[at];
    if (c == '"') {
        end = stringEnd(text, at);
        member.kind = end - at >= 2 && text[end - 1] == '"' ? JsonKind::String : JsonKind::Broken;
    } else if (c == '{' || c == '[') {
        end = containerEnd(text, at);
        member.kind = c == '{' ? JsonKind::Object : JsonKind::Array;
    } else {
        end = text.find_first_of(",:{}[]\" \t\r\n", at);
        end = end == std::string_view::npos ? text.size() : end;
        const std::string_view word = text.substr(at, end - at);
        if (word == "true" || word == "false" || word == "null")
            member.kind = JsonKind::Word;
        else if (c == '-' || (c >= '0' && c <= '9'))
            member.kind = JsonKind::Number;
    }
    member.value = text.substr(at, end - at);
    return member;
}

// The four digits of \uXXXX at `at`.
std::optional<uint32_t> unit(std::string_view text, size_t at)
{
    uint32_t value = 0;
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u')
        return std::nullopt;
    const char *begin = text.data() + at + 2;
    const auto [end, error] = std::from_chars(begin, begin + 4, value, 16);
    return error == std::errc() && end == begin + 4 ? std::optional(value) : std::nullopt;
}

} // namespace

JsonMembers::JsonMembers(std::string_view container)
    : m_text(container)
{
    m_object = container.starts_with('{');
    m_at = m_object || container.starts_with('[') ? 1 : container.size();
}

std::optional<JsonMember> JsonMembers::next()
{
    m_at = skipSpace(m_text, m_at);
    if (m_at < m_text.size() && m_text[m_at] == ',')
        m_at = skipSpace(m_text, m_at + 1);
    if (m_at >= m_text.size())
        return std::nullopt;
    if (m_text[m_at] == '}' || m_text[m_at] == ']') {
        m_closed = m_text[m_at] == (m_object ? '}' : ']');
        m_end = m_at + 1;
        m_at = m_text.size();
        return std::nullopt;
    }
    std::string_view key;
    if (m_object) {
        const bool quoted = m_text[m_at] == '"';
        const size_t end = quoted ? stringEnd(m_text, m_at) : m_at;
        const size_t colon = skipSpace(m_text, end);
        if (!quoted || colon >= m_text.size() || m_text[colon] != ':') {
            const JsonMember broken{{}, m_text.substr(m_at), JsonKind::Broken};
            m_at = m_text.size();
            return broken;
        }
        key = m_text.substr(m_at + 1, end - m_at - 2);
        m_at = skipSpace(m_text, colon + 1);
        if (m_at >= m_text.size())
            return JsonMember{key, {}, JsonKind::Broken};
    }
    JsonMember member = valueAt(m_text, m_at);
    member.key = key;
    if (member.value.empty()) { // a bracket or colon where a value should be
        member.value = m_text.substr(m_at);
        m_at = m_text.size();
    } else {
        m_at += member.value.size();
    }
    return member;
}

std::optional<JsonMember> firstJsonValue(std::string_view text)
{
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    const size_t at = skipSpace(text, 0);
    if (at == text.size())
        return std::nullopt;
    const JsonMember value = valueAt(text, at);
    return value.kind == JsonKind::Broken ? std::nullopt : std::optional(value);
}

std::string jsonUnescaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        static constexpr std::string_view escapes = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
        if (const size_t known = escapes.find(text[i + 1]); known != std::string_view::npos) {
            out += meant[known];
            ++i;
        } else if (auto c = unit(text, i)) {
            i += 5;
            if (*c >= 0xd800 && *c < 0xdc00) {
                const auto low = unit(text, i + 1);
                if (low && *low >= 0xdc00 && *low < 0xe000) {
                    c = 0x10000 + ((*c - 0xd800) << 10) + (*low - 0xdc00);
                    i += 6;
                }
            }
            appendUtf8(*c >= 0xd800 && *c < 0xe000 ? 0xfffd : *c, out);
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace decode
