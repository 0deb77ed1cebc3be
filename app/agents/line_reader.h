// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of a descriptor, of limited length.
#pragma once

#include <string>

namespace agents {

class LineReader
{
public:
    LineReader(int descriptor, size_t longest) : m_descriptor(descriptor), m_longest(longest) {}

    // TooLong: a line beyond the limit, which was skipped. Nothing: none came within the timeout.
    enum class State { Line, TooLong, Nothing, End };
    struct Each {
        State state;
        std::string text = {};     // without its end
    };
    // Empty lines are skipped. What follows the last line's end counts as one.
    Each next(int timeoutMs);

private:
    bool cut(Each &);

    int m_descriptor;
    size_t m_longest;
    std::string m_held;
    size_t m_searched = 0;          // bytes of m_held without an end of line
    bool m_skipping = false, m_ended = false;
};

} // namespace agents
