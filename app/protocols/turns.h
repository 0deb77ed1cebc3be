// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a client asks only once it has all its answers. If it does, then after a loss an answer begins with the
// first byte that follows its next request; if it does not, no answer is certain to belong to any request again.
#pragma once

namespace protocols {

class Turns
{
public:
    // A request came; `open`: others still wait for their answers. True: it is the first after an answer's bytes.
    bool request(bool open)
    {
        const bool first = m_answered;
        if (first && open)
            m_overlap = true;
        m_answered = false;
        return first;
    }
    void answerBytes() { m_answered = true; }
    bool overlap() const { return m_overlap; }

private:
    bool m_answered = true;
    bool m_overlap = false;
};

} // namespace protocols
