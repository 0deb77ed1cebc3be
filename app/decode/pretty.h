// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks structured text into lines. Streaming, never recursive; malformed or truncated input is laid out as far as
// it goes, and nothing is dropped except white space between tokens.
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
    // True as long as every closing bracket matched an open one.
    bool wellNested() const { return m_wellNested; }
    // Brackets and strings still open.
    bool open() const { return m_inString || !m_open.empty(); }

private:
    void token(char, std::string &out);
    void beginValue(std::string &out);
    void closeBracket(char, std::string &out);
    void breakLine(std::string &out);

    unsigned m_indent;
    std::string m_open;          // open brackets; beyond the depth limit they are only counted
    uint64_t m_deeper = 0;
    bool m_inString = false, m_escaped = false, m_wellNested = true;
    bool m_justOpened = false;   // a bracket that is still empty
    bool m_afterValue = false;   // a value ended here; another one starts a new line (JSON lines)
    bool m_inScalar = false;     // the last character belonged to a number or a word
};

std::string prettyJson(std::string_view json, unsigned indent = 2);
// Each line separately, so that a malformed line does not affect the next. The record separators of JSON sequences
// (RFC 7464) are dropped.
std::string prettyJsonLines(std::string_view lines, unsigned indent = 2);
// Puts adjacent tags on their own lines and indents them; never breaks next to text, so that no value changes. From
// the first malformed XML on, the text stays unchanged.
std::string prettyXml(std::string_view xml, unsigned indent = 2);

} // namespace decode
