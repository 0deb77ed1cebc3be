// SPDX-License-Identifier: GPL-3.0-or-later
// Splits a stream into lines, however its bytes arrive, and keeps the position of each line.
#pragma once

#include "app/protocols/carry.h"

#include "app/base/time.h"

namespace protocols {

class LineCutter
{
public:
    enum class Ends : uint8_t {
        Any,               // LF, CR LF or CR: WHATWG HTML, section 9.2.5
        LineFeed,          // LF or CR LF
        RecordSeparator,   // RS before each: RFC 7464
    };

    explicit LineCutter(Ends ends) : m_ends(ends) { }

    // Calls `line(const Carry &, bool cut)` for each complete line; cut: the rest exceeded the limit.
    template <typename Line>
    void bytes(base::Bytes bytes, base::Time time, Line line)
    {
        while (!bytes.data.empty()) {
            if (m_afterReturn && bytes.data[0] == std::byte('\n')) {
                m_afterReturn = false;
                bytes = bytes.sub(1);
                continue;
            }
            m_afterReturn = false;
            if (!m_begun) {
                m_begun = true;
                m_begin = time;
            }
            size_t length = 0;
            while (length < bytes.data.size() && !isEnd(bytes.data[length]))
                ++length;
            keep(bytes.sub(0, length));
            if (length == bytes.data.size())
                return;
            m_afterReturn = bytes.data[length] == std::byte('\r');
            bytes = bytes.sub(length + 1);
            give(line);
        }
    }
    // The last line, which has no terminator. Also if the rest is known to be missing.
    template <typename Line>
    void end(Line line)
    {
        if (!m_carry.empty())
            give(line);
        m_begun = m_afterReturn = false;
    }
    base::Time begin() const { return m_begin; }   // when the first byte of the line arrived

private:
    static constexpr size_t lineMax = size_t(64) << 20;
    bool isEnd(std::byte b) const
    {
        return m_ends == Ends::RecordSeparator ? b == std::byte(0x1e)
                                               : b == std::byte('\n') || (m_ends == Ends::Any && b == std::byte('\r'));
    }
    void keep(base::Bytes bytes)
    {
        const size_t some = std::min(bytes.data.size(), lineMax - m_carry.size());
        m_cut |= some < bytes.data.size();
        if (some > 0)
            m_carry.append(bytes.sub(0, some));
    }
    template <typename Line>
    void give(Line &line)
    {
        const Carry &carry = m_carry;
        line(carry, m_cut);
        m_carry.consume(m_carry.size());
        m_cut = m_begun = false;
    }

    Ends m_ends;
    Carry m_carry;
    bool m_afterReturn = false, m_begun = false, m_cut = false;
    base::Time m_begin = 0;
};

} // namespace protocols
