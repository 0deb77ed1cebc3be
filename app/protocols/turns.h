// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a client waits for all answers before it asks again. If so, after a loss an answer begins with the first
// byte that follows its next request; if not, no answer can be matched to a request with certainty any more.
#pragma once

namespace protocols {

class Turns
{
public:
    // A request came; `open`: others still await their answers. True: it is the first since an answer's bytes.
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
