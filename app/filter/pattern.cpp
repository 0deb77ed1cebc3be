// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filter/pattern.h"

#include <algorithm>
#include <array>

namespace filter {

namespace {

constexpr std::array<char, 256> lowerTable = [] {
    std::array<char, 256> table{};
    for (unsigned i = 0; i < table.size(); ++i)
        table[i] = char(i >= 'A' && i <= 'Z' ? i + 32 : i);
    return table;
}();

char lower(char c)
{
    return lowerTable[static_cast<unsigned char>(c)];
}

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? char(c - 32) : c;
}

bool equalLowered(std::string_view lowered, const char *value)
{
    for (size_t i = 0; i < lowered.size(); ++i) {
        if (lowered[i] != lower(value[i]))
            return false;
    }
    return true;
}

} // namespace

Pattern::Pattern(std::string_view text, Kind kind)
    : m_text(text)
    , m_kind(kind == Kind::Verbatim || text.find('*') == std::string_view::npos ? kind : Kind::Glob)
{
    std::transform(m_text.begin(), m_text.end(), m_text.begin(), lower);
    // Consecutive stars count as one.
    m_text.erase(std::unique(m_text.begin(), m_text.end(), [this](char a, char b) { return m_kind == Kind::Glob && a == '*' && b == '*'; }), m_text.end());
    const size_t length = std::min<size_t>(m_text.size(), 255);
    m_skip.fill(uint8_t(length));
    // Beyond 255 bytes the skips are shorter than possible.
    for (size_t i = m_text.size() - length; i + 1 < m_text.size(); ++i) {
        for (const char c : { m_text[i], upper(m_text[i]) })
            m_skip[static_cast<unsigned char>(c)] = uint8_t(m_text.size() - 1 - i);
    }
}

bool Pattern::matches(std::string_view value) const
{
    switch (m_kind) {
    case Kind::Whole:
        return value.size() == m_text.size() && equalLowered(m_text, value.data());
    case Kind::Glob:
        return glob(value);
    case Kind::Piece:
    case Kind::Verbatim:
        break;
    }
    return contains(value);
}

bool Pattern::contains(std::string_view value) const
{
    if (m_text.empty())
        return true;
    if (value.size() < m_text.size())
        return false;
    // Horspool's search: most bytes of a long value are never examined.
    const char last = m_text.back();
    const size_t end = m_text.size() - 1;
    for (size_t at = end; at < value.size(); at += m_skip[static_cast<unsigned char>(value[at])]) {
        if (lower(value[at]) == last && equalLowered(m_text, value.data() + (at - end)))
            return true;
    }
    return false;
}

// Backtracks only to the last star: with a single kind of wildcard that is enough, and the time is at most the
// product of both lengths.
bool Pattern::glob(std::string_view value) const
{
    size_t at = 0;
    size_t p = 0;
    size_t star = std::string::npos;
    size_t resume = 0;
    while (at < value.size()) {
        if (p < m_text.size() && m_text[p] == '*') {
            star = p++;
            resume = at;
        } else if (p < m_text.size() && m_text[p] == lower(value[at])) {
            ++p;
            ++at;
        } else if (star != std::string::npos) {
            p = star + 1;
            at = ++resume;
        } else {
            return false;
        }
    }
    while (p < m_text.size() && m_text[p] == '*')
        ++p;
    return p == m_text.size();
}

} // namespace filter
