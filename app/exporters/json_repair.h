// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the invalid JSON that some tools write into valid JSON (RFC 8259), so that one bad value does not cost the
// whole file: lone surrogates become U+FFFD, control characters in strings are escaped, NaN and numbers beyond doubles
// become text, and trailing commas are removed.
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
    // Number of lone surrogates.
    uint64_t replaced() const { return m_replaced; }

private:
    void outside(char, std::string &out);
    void inside(char, std::string &out);
    void endWord(std::string &out);
    void endEscape(std::string &out);
    void endSurrogate(std::string &out);

    std::string m_word;      // of letters and digits, outside strings
    std::string m_escape;    // an incomplete one: "\", "\u12"
    std::string m_lead;      // the escape of a lead surrogate still waiting for its trail
    bool m_inString = false;
    bool m_comma = false;
    uint64_t m_replaced = 0;
};

} // namespace exporters
