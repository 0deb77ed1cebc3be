// SPDX-License-Identifier: GPL-3.0-or-later
// Lays structured text out on lines. Streaming, never recursive; broken or cut input is laid out as
// far as it goes and nothing of it is dropped but white space between tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace decode {

class JsonPrinter
{
public:
    explicit JsonPrinter(unsigned indent = 2);
    // Appends to `out`.
    void feed(std::string_view json, std::string &out);
    // True while every bracket that closed matched one that was open.
    bool wellNested() const { return m_wellNested; }
    // Brackets and strings still open.
    bool open() const { return m_inString || !m_open.empty(); }

private:
    void token(char, std::string &out);
    void beginValue(std::string &out);
    void closeBracket(char, std::string &out);
    void breakLine(std::string &out);

    unsigned m_indent;
    std::string m_open;          // brackets open; deeper than the limit they are only counted
    uint64_t m_deeper = 0;
    bool m_inString = false, m_escaped = false, m_wellNested = true;
    bool m_justOpened = false;   // a bracket with nothing in it yet
    bool m_afterValue = false;   // a value ended here; another one begins a new line (JSON lines)
    bool m_inScalar = false;     // the last character was of a number or a word
};

std::string prettyJson(std::string_view json, unsigned indent = 2);
// Each line by itself: what is broken in one does not reach the next. The mark of JSON sequences
// (RFC 7464) is left out.
std::string prettyJsonLines(std::string_view lines, unsigned indent = 2);
// Puts tags that follow each other on lines of their own and indents them; beside text nothing is
// broken, so that no value changes. From the first thing that is no XML on the text stays as it is.
std::string prettyXml(std::string_view xml, unsigned indent = 2);

} // namespace decode
