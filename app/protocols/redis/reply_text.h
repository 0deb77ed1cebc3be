// SPDX-License-Identifier: GPL-3.0-or-later
// Values of RESP as JSON text.
#pragma once

#include "app/protocols/redis/resp_reader.h"

#include <string>
#include <vector>

namespace protocols::redis {

// Takes the tokens of one value, or of one pair of a map, in their order.
class ReplyText
{
public:
    explicit ReplyText(size_t max) : m_max(max) { }
    void clear();
    bool empty() const { return m_text.empty(); }
    void add(const Token &);
    void close();   // whatever is open
    // JSON, also where it was cut.
    const std::string &text() const { return m_text; }

private:
    void closeOne();
    struct Level {
        bool map = false, written = false;
        size_t count = 0;   // of elements so far,
        size_t left = 0;    // and of those that are not in the text
    };
    size_t m_max;
    std::string m_text;
    std::vector<Level> m_levels;
};

// One value without elements, as redis-cli would name it: "OK", "(nil)", "42", the first bytes of a text.
std::string replyWords(const Token &);
// An argument of a command, quoted where it is not plain.
void appendArgument(std::string &, std::string_view argument);

} // namespace protocols::redis
