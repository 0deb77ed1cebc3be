// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/script_layout.h"

#include "app/decode/line_writer.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace decode {

namespace {

bool isWordCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) || c == '_' || c == '$' || c == '\\' || c == '#' || byte >= 0x80;
}

template <size_t Count>
bool isOneOf(std::string_view word, const std::array<std::string_view, Count> &words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Words that precede an expression, so that '/' is not a division.
bool startsExpression(std::string_view word)
{
    static constexpr std::array<std::string_view, 15> words{"return", "typeof", "case", "in", "of", "delete", "void", "throw", "new",
                                                            "else", "do", "instanceof", "yield", "await", "extends"};
    return isOneOf(word, words);
}

// Words that continue the statement whose block was just closed.
bool continuesStatement(std::string_view word)
{
    static constexpr std::array<std::string_view, 8> words{"else", "catch", "finally", "while", "from", "in", "instanceof", "as"};
    return isOneOf(word, words);
}

// One past the regular expression that begins at `at`; `at` if its line ends first.
size_t expressionEnd(std::string_view script, size_t at)
{
    constexpr size_t lengthMax = 500;
    const size_t limit = std::min(script.size(), at + lengthMax);
    bool inClass = false;
    for (size_t i = at + 1; i < limit && script[i] != '\n'; ++i) {
        if (script[i] == '\\')
            ++i;
        else if (script[i] == '[')
            inClass = true;
        else if (script[i] == ']')
            inClass = false;
        else if (script[i] == '/' && !inClass)
            return i + 1;
    }
    return at;
}

// One past the template literal that begins at `at`, including everything nested in it.
size_t templateEnd(std::string_view script, size_t at)
{
    // '`' a template, '{' an expression within one, 'b' a brace within that
    std::string open = "`";
    for (++at; at < script.size() && !open.empty(); ++at) {
        const char c = script[at];
        if (c == '\\') {
            ++at;
        } else if (open.back() == '`') {
            if (c == '`') {
                open.pop_back();
            } else if (c == '$' && at + 1 < script.size() && script[at + 1] == '{') {
                open += '{';
                ++at;
            }
        } else if (c == '`') {
            open += '`';
        } else if (c == '"' || c == '\'') {
            at = quotedEnd(script, at) - 1;
        } else if (c == '{') {
            open += 'b';
        } else if (c == '}') {
            open.pop_back();
        }
    }
    return std::min(at, script.size());
}

class Layout
{
public:
    Layout(std::string_view script, unsigned indent) : m_script(script), m_out(indent, script.size()) {}

    std::string run()
    {
        for (size_t at = 0; at < m_script.size();) {
            const char c = m_script[at];
            if (isLayoutSpace(c)) {
                if (c == '\n')
                    m_out.breakLine();
                else
                    m_out.space();
                ++at;
                continue;
            }
            const size_t end = tokenEnd(at);
            place(m_script.substr(at, end - at));
            at = end;
        }
        return m_out.take();
    }

private:
    size_t tokenEnd(size_t at) const
    {
        const char c = m_script[at];
        const std::string_view rest = m_script.substr(at);
        if (rest.starts_with("//")) {
            const size_t end = m_script.find('\n', at);
            return end == std::string_view::npos ? m_script.size() : end;
        }
        if (rest.starts_with("/*")) {
            const size_t end = m_script.find("*/", at + 2);
            return end == std::string_view::npos ? m_script.size() : end + 2;
        }
        if (c == '"' || c == '\'')
            return quotedEnd(m_script, at);
        if (c == '`')
            return templateEnd(m_script, at);
        if (c == '/' && !m_valueBefore) {
            const size_t end = expressionEnd(m_script, at);
            return end == at ? at + 1 : end;
        }
        size_t end = at + 1;
        while (isWordCharacter(c) && end < m_script.size() && isWordCharacter(m_script[end]))
            ++end;
        return end;
    }

    bool inBlock() const { return m_open.empty() || m_open.back() == '{'; }
    void place(std::string_view token)
    {
        const char c = token.front();
        const bool comment = token.starts_with("//") || token.starts_with("/*");
        if (m_closedBlock && !comment) {
            const bool goesOn = isWordCharacter(c) ? continuesStatement(token) : std::string_view("};,).]?:(&|=<>+-*%[`").find(c) != std::string_view::npos;
            if (!goesOn)
                m_out.breakLine();
            else if (isWordCharacter(c) && !m_out.atBreak())
                m_out.space();
        }
        if (c == '}') {
            while (!m_open.empty() && m_open.back() != '{')
                m_open.pop_back(); // an unclosed bracket
            if (!m_open.empty()) {
                m_open.pop_back();
                --m_depth;
            }
            if (m_openedBlock)
                m_out.join();
            else
                m_out.breakLine();
        } else if ((c == ')' || c == ']') && !m_open.empty() && m_open.back() == (c == ')' ? '(' : '[')) {
            m_open.pop_back();
        } else if (c == '{' && m_out.last() == ')' && !m_out.atBreak()) {
            m_out.space();
        }
        m_out.token(token, m_depth);
        if (token.starts_with("//"))
            m_out.breakLine();
        if (comment) {
            m_openedBlock = false;
            return;
        }
        if (c == '{' || c == '(' || c == '[')
            m_open += c;
        m_depth += c == '{';
        m_openedBlock = c == '{';
        m_closedBlock = c == '}';
        if (c == '{' || ((c == ';' || c == ',') && inBlock()))
            m_out.breakLine();
        m_valueBefore = isWordCharacter(c) ? !startsExpression(token) : c == ')' || c == ']' || c == '}' || c == '"' || c == '\'' || c == '`'
                || (c == '/' && token.size() > 1);
    }

    std::string_view m_script;
    LineWriter m_out;
    std::string m_open;   // brackets of all kinds
    size_t m_depth = 0;   // only braces indent: `f(function(){` opens one level, not two
    bool m_openedBlock = false, m_closedBlock = false;
    bool m_valueBefore = false; // '/' is a division
};

} // namespace

std::string prettyScript(std::string_view script, unsigned indent)
{
    return Layout(script, indent).run();
}

} // namespace decode
