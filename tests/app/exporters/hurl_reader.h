// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the entries of a Hurl file by its grammar (https://hurl.dev/docs/grammar.html), as far as exports use it: method,
// url, header, [Options], oneline-string, oneline-base64, version and status. Throws at whatever the grammar does not allow.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hurl {

struct Entry {
    std::string method, url, body;
    std::vector<std::pair<std::string, std::string>> headers, options;
    int status = 0;
};

class Reader
{
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    std::vector<Entry> entries()
    {
        std::vector<Entry> all;
        for (skipBlank(); !atEnd(); skipBlank())
            all.push_back(entry());
        return all;
    }

private:
    [[noreturn]] void fail(const char *what) const { throw std::runtime_error(what + std::string(": ") + std::string(m_text.substr(m_at, 40))); }
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    bool takes(std::string_view word)
    {
        if (!m_text.substr(m_at).starts_with(word))
            return false;
        m_at += word.size();
        return true;
    }
    void skipBlank()
    {
        while (!atEnd() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '#'))
            if (m_text[m_at++] == '#')
                while (!atEnd() && peek() != '\n')
                    ++m_at;
    }
    void endLine()
    {
        while (peek() == ' ' || peek() == '\t')
            ++m_at;
        if (!atEnd() && !takes("\n"))
            fail("end of line expected");
    }
    // After a backslash: the characters that all strings escape, those that this one does besides, or \u{...}.
    void escape(std::string &out, std::string_view also)
    {
        const char c = peek();
        ++m_at;
        static constexpr std::string_view letters = "bfnrt", values = "\b\f\n\r\t";
        if (const size_t known = letters.find(c); known != std::string_view::npos)
            out += values[known];
        else if (c == '\\' || c == '#' || also.find(c) != std::string_view::npos)
            out += c;
        else if (c == 'u' && takes("{")) {
            const size_t close = m_text.find('}', m_at);
            if (close == std::string_view::npos || close == m_at || close - m_at > 6)
                fail("unicode escape");
            const auto code = std::strtoul(std::string(m_text.substr(m_at, close - m_at)).c_str(), nullptr, 16);
            if (code >= 0x80)
                fail("only ASCII is escaped");
            out += char(code);
            m_at = close + 1;
        } else {
            fail("unknown escape");
        }
    }
    // value-string: to the end of the line; white space at its ends belongs to the line.
    std::string value()
    {
        std::string out;
        size_t kept = 0;
        while (!atEnd() && peek() != '\n') {
            if (m_text.substr(m_at).starts_with("{{"))
                fail("a template");
            if (peek() == '#')
                fail("a comment within a value");
            if (takes("\\")) {
                escape(out, {});
                kept = out.size();
                continue;
            }
            out += m_text[m_at++];
            if (out.back() != ' ' && out.back() != '\t')
                kept = out.size();
        }
        out.resize(kept);
        return out;
    }
    std::string key()
    {
        std::string out;
        while (peek() != ':') {
            const char c = peek();
            if (takes("\\"))
                escape(out, ":");
            else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("_-.[]@$!%&'*+^|~").find(c) != std::string_view::npos)
                out += m_text[m_at++];
            else
                fail("key");
        }
        return out;
    }
    std::string base64()
    {
        static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        std::string out;
        uint32_t bits = 0;
        int count = 0;
        for (; peek() != ';'; ++m_at) {
            if (peek() == '=')
                continue;
            const size_t digit = digits.find(peek());
            if (digit == std::string_view::npos)
                fail("base64");
            bits = bits << 6 | uint32_t(digit);
            count += 6;
            if (count >= 8) {
                count -= 8;
                out += char(bits >> count & 0xff);
            }
        }
        ++m_at;
        return out;
    }
    std::string oneline()
    {
        std::string out;
        while (!takes("`")) {
            if (atEnd() || peek() == '\n' || peek() == '#' || m_text.substr(m_at).starts_with("{{"))
                fail("oneline-string");
            if (takes("\\"))
                escape(out, "`");
            else
                out += m_text[m_at++];
        }
        return out;
    }
    Entry entry()
    {
        Entry entry;
        while (peek() >= 'A' && peek() <= 'Z')
            entry.method += m_text[m_at++];
        if (entry.method.empty() || !takes(" "))
            fail("method");
        entry.url = value();
        endLine();
        while (!atEnd() && peek() != '`' && !m_text.substr(m_at).starts_with("base64,") && !m_text.substr(m_at).starts_with("[Options]\n")
               && !m_text.substr(m_at).starts_with("HTTP ") && peek() != '\n')
            entry.headers.push_back(field());
        if (takes("[Options]\n"))
            while (m_text.substr(m_at).starts_with("path-as-is"))
                entry.options.push_back(field());
        if (takes("`")) {
            entry.body = oneline();
            endLine();
        } else if (takes("base64,")) {
            entry.body = base64();
            endLine();
        }
        if (takes("HTTP ")) {
            entry.status = std::atoi(std::string(m_text.substr(m_at, 3)).c_str());
            m_at += 3;
            endLine();
        }
        return entry;
    }
    std::pair<std::string, std::string> field()
    {
        std::string name = key();
        ++m_at;
        while (peek() == ' ')
            ++m_at;
        std::string text = value();
        endLine();
        return {std::move(name), std::move(text)};
    }

    std::string_view m_text;
    size_t m_at = 0;
};

} // namespace hurl
