// SPDX-License-Identifier: GPL-3.0-or-later
// Makes JSON (RFC 8259) of what some tools write instead, so that one odd value does not cost the whole file: a lone
// surrogate becomes U+FFFD, a control character in a string its escape, NaN and a number beyond doubles a text, and the comma
// before a closing bracket goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace exporters {

class JsonRepair
{
public:
    // UTF-8, in pieces of any size.
    void feed(std::string_view, std::string &out);
    void finish(std::string &out);
    // Lone surrogates.
    uint64_t replaced() const { return m_replaced; }

private:
    void outside(char, std::string &out);
    void inside(char, std::string &out);
    void endWord(std::string &out);
    void endEscape(std::string &out);
    void endSurrogate(std::string &out);

    std::string m_word;      // of letters and digits, outside strings
    std::string m_escape;    // one that is not whole: "\", "\u12"
    std::string m_lead;      // the escape of a lead surrogate whose trail has not come
    bool m_inString = false;
    bool m_comma = false;
    uint64_t m_replaced = 0;
};

} // namespace exporters
