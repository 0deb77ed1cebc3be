// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/line_reader.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace agents {

// The next line in what is held; false if there is none yet.
bool LineReader::cut(Each &each)
{
    for (;;) {
        const size_t end = m_held.find('\n', m_searched);
        if (end == std::string::npos) {
            m_searched = m_held.size();
            if (m_held.size() > m_longest) {
                m_held.clear();
                m_searched = 0;
                m_skipping = true;
            }
            return false;
        }
        std::string line = m_held.substr(0, end);
        m_held.erase(0, end + 1);
        m_searched = 0;
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        if (m_skipping || line.size() > m_longest) {
            m_skipping = false;
            each = {State::TooLong};
            return true;
        }
        if (line.empty())
            continue;
        each = {State::Line, std::move(line)};
        return true;
    }
}

LineReader::Each LineReader::next(int timeoutMs)
{
    Each each{State::Nothing};
    if (cut(each))
        return each;
    if (m_ended)
        return {State::End};
    pollfd waiting{m_descriptor, POLLIN, 0};
    if (poll(&waiting, 1, timeoutMs) <= 0)
        return {State::Nothing};
    std::array<char, 65536> piece;
    const ssize_t count = read(m_descriptor, piece.data(), piece.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return {State::Nothing};
    if (count <= 0) {
        m_ended = true;
        if (!m_held.empty() || m_skipping)
            m_held += '\n';
    } else {
        m_held.append(piece.data(), size_t(count));
    }
    cut(each);
    return each;
}

} // namespace agents
