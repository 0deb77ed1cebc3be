// SPDX-License-Identifier: GPL-3.0-or-later
// RESP values as JSON text.
#pragma once

#include "app/protocols/redis/resp_reader.h"

#include <string>
#include <vector>

namespace protocols::redis {

// Takes the tokens of one value, or of one pair of a map, in order.
class ReplyText
{
public:
    explicit ReplyText(size_t max) : m_max(max) { }
    void clear();
    bool empty() const { return m_text.empty(); }
    void add(const Token &);
    void close();   // everything still open
    // Valid JSON, even if truncated.
    const std::string &text() const { return m_text; }

private:
    void closeOne();
    struct Level {
        bool map = false, written = false;
        size_t count = 0;   // of elements so far,
        size_t left = 0;    // and of those not in the text
    };
    size_t m_max;
    std::string m_text;
    std::vector<Level> m_levels;
};

// A scalar value as redis-cli would show it: "OK", "(nil)", "42", the first bytes of a text.
std::string replyWords(const Token &);
// An argument of a command, quoted if needed.
void appendArgument(std::string &, std::string_view argument);

} // namespace protocols::redis
