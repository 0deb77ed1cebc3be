// SPDX-License-Identifier: GPL-3.0-or-later
// Appends tokens to lines: a break before the next token is requested, and made only once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace decode {

class LineWriter
{
public:
    LineWriter(unsigned indent, size_t expected) : m_indent(indent) { m_out.reserve(expected + expected / 2); }

    void breakLine() { m_break = true; }
    void space() { m_space = true; }
    // Cancels the request: the next token follows directly.
    void join() { m_break = m_space = false; }
    bool atBreak() const { return m_break || m_out.empty(); }
    void token(std::string_view token, size_t depth)
    {
        // Deeper levels are not indented further, so that the output stays proportional to the input.
        constexpr size_t levelsMax = 60;
        if (m_break && !m_out.empty()) {
            m_out += '\n';
            m_out.append(std::min(depth, levelsMax) * m_indent, ' ');
        } else if (m_space && !m_out.empty()) {
            m_out += ' ';
        }
        m_break = m_space = false;
        m_out += token;
    }
    char last() const { return m_out.empty() ? '\0' : m_out.back(); }
    std::string take() { return std::move(m_out); }

private:
    unsigned m_indent;
    std::string m_out;
    bool m_break = false, m_space = false;
};

inline bool isLayoutSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// One past the closing quote of the string that begins at `at`; a line break or the end of text also ends it.
inline size_t quotedEnd(std::string_view text, size_t at)
{
    const char quote = text[at];
    for (++at; at < text.size() && text[at] != '\n'; ++at) {
        if (text[at] == quote)
            return at + 1;
        if (text[at] == '\\' && at + 1 < text.size())
            ++at;
    }
    return at;
}

} // namespace decode
