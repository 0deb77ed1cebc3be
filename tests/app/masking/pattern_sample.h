// SPDX-License-Identifier: GPL-3.0-or-later
// Makes texts that a rule's pattern matches, so that nothing that looks like a real secret is in the source.
#pragma once

#include <algorithm>
#include <cctype>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace sample {

// Of the patterns that the rules use: literals, escapes, sets, groups, alternatives, repetitions.
class PatternSample
{
public:
    PatternSample(std::string_view pattern, std::mt19937_64 &random)
        : m_pattern(pattern)
        , m_random(random)
    {
    }
    std::string text() { return alternatives(); }

private:
    size_t below(size_t count) { return size_t(m_random() % count); }
    bool ends() const { return m_at >= m_pattern.size(); }

    // All are made, one is taken: each has to be read anyway.
    std::string alternatives()
    {
        std::vector<std::string> all{sequence()};
        while (!ends() && m_pattern[m_at] == '|') {
            ++m_at;
            all.push_back(sequence());
        }
        return all[below(all.size())];
    }
    std::string sequence()
    {
        std::string out;
        while (!ends() && m_pattern[m_at] != '|' && m_pattern[m_at] != ')') {
            const size_t from = m_at;
            std::string once = atom();
            const size_t end = m_at;
            size_t count = repetitions();
            const size_t behind = m_at;
            if (count == 0)
                continue;
            out += once;
            for (; count > 1; --count) {
                m_at = from;
                out += atom();
            }
            m_at = std::max(end, behind);
        }
        return out;
    }
    size_t number()
    {
        size_t value = 0;
        while (!ends() && std::isdigit(static_cast<unsigned char>(m_pattern[m_at])))
            value = value * 10 + size_t(m_pattern[m_at++] - '0');
        return value;
    }
    size_t repetitions()
    {
        if (ends())
            return 1;
        switch (m_pattern[m_at]) {
        case '?': ++m_at; return below(2);
        case '*': ++m_at; return below(4);
        case '+': ++m_at; return 1 + below(4);
        case '{': break;
        default: return 1;
        }
        ++m_at;
        const size_t least = number();
        size_t most = least;
        if (m_pattern[m_at] == ',') {
            ++m_at;
            most = m_pattern[m_at] == '}' ? least + 3 : number();
        }
        ++m_at;
        return least + below(most - least + 1);
    }
    static std::string escaped(char c)
    {
        std::string set;
        for (int i = ' '; i < 0x7f; ++i) {
            const bool digit = std::isdigit(i) != 0, word = std::isalnum(i) || i == '_';
            if ((c == 'd' && digit) || (c == 'w' && word) || (c == 's' && i == ' '))
                set += char(i);
        }
        return std::isalpha(static_cast<unsigned char>(c)) ? set : std::string(1, c);
    }
    std::string set()
    {
        const bool negated = m_pattern[m_at] == '^';
        m_at += negated;
        std::string chars;
        for (bool first = true; m_pattern[m_at] != ']' || first; first = false) {
            if (m_pattern[m_at] == '\\') {
                chars += escaped(m_pattern[m_at + 1]);
                m_at += 2;
            } else if (m_pattern[m_at + 1] == '-' && m_pattern[m_at + 2] != ']') {
                for (int c = m_pattern[m_at]; c <= m_pattern[m_at + 2]; ++c)
                    chars += char(c);
                m_at += 3;
            } else {
                chars += m_pattern[m_at++];
            }
        }
        ++m_at;
        if (!negated)
            return chars;
        std::string others;
        for (char c = 'a'; c <= 'z'; ++c)
            others += chars.find(c) == std::string::npos ? std::string(1, c) : std::string();
        return others.empty() ? " " : others;
    }
    std::string atom()
    {
        const char c = m_pattern[m_at++];
        if (c == '^' || c == '$')
            return {};
        if (c == '(') {
            if (m_pattern.substr(m_at).starts_with("?i)")) {
                m_at += 3;
                return {};
            }
            m_at += m_pattern.substr(m_at).starts_with("?:") ? 2 : 0;
            std::string inner = alternatives();
            ++m_at;
            return inner;
        }
        std::string choice(1, c == '.' ? 'x' : c);
        if (c == '[') {
            choice = set();
        } else if (c == '\\') {
            const char which = m_pattern[m_at++];
            if (which == 'b')
                return {};
            choice = escaped(which);
        }
        return std::string(1, choice[below(choice.size())]);
    }

    std::string_view m_pattern;
    size_t m_at = 0;
    std::mt19937_64 &m_random;
};

} // namespace sample
