// SPDX-License-Identifier: GPL-3.0-or-later
// How much one end of a connection may send before its peer grants more (RFC 9113 section 5.2), and for how long the
// window was closed.
#pragma once

#include "app/base/time.h"

#include <algorithm>
#include <cstdint>

namespace protocols::http2 {

// The connection's window: shared by all streams of a half.
class FlowWindow
{
public:
    // One stream's window.
    class Share
    {
    public:
        // Nanoseconds that it waited, between two pieces, for the connection's window or its own.
        base::Duration stalled() const { return m_stalled; }

    private:
        friend class FlowWindow;
        int64_t m_taken = 0;            // sent, minus what was granted beyond the initial window
        base::Time m_closedAt = 0;      // 0: it is open
        base::Duration m_waiting = 0;   // for its own window, since the last piece
        base::Duration m_before = 0;    // how long the connection's window had been closed at the last piece
        base::Duration m_stalled = 0;
    };

    // `known`: the sender was captured from its first byte; otherwise its window is unknown.
    explicit FlowWindow(bool known) : m_known(known) { }
    void setKnown(bool known) { m_known = known; }
    void setInitial(uint32_t size) { m_initial = size; }

    void begin(Share &share, base::Time now) const { share.m_before = closedFor(now); }

    void sent(Share &share, uint32_t length, base::Time now)
    {
        if (!m_known || length == 0)
            return;
        const base::Duration closed = closedFor(now);
        share.m_stalled += closed - share.m_before + share.m_waiting;
        share.m_before = closed;
        share.m_waiting = 0;
        share.m_taken += length;
        if (share.m_taken >= m_initial && share.m_closedAt == 0)
            share.m_closedAt = now;
        m_left -= length;
        if (m_left <= 0 && m_closedAt == 0)
            m_closedAt = now;
    }

    void granted(uint32_t increment, base::Time now)
    {
        m_left += increment;
        if (m_left <= 0 || m_closedAt == 0)
            return;
        m_closed += std::max<base::Duration>(0, now - m_closedAt);
        m_closedAt = 0;
    }

    void granted(Share &share, uint32_t increment, base::Time now)
    {
        share.m_taken -= increment;
        if (share.m_taken >= m_initial || share.m_closedAt == 0)
            return;
        // Both windows may have been closed at the same time.
        const base::Duration both = closedFor(now) - share.m_before;
        share.m_waiting += std::max<base::Duration>(0, now - share.m_closedAt - both);
        share.m_closedAt = 0;
    }

private:
    base::Duration closedFor(base::Time now) const
    {
        return m_closed + (m_closedAt ? std::max<base::Duration>(0, now - m_closedAt) : 0);
    }

    static constexpr int64_t standard = 65'535; // section 6.9.2
    bool m_known;
    int64_t m_initial = standard;
    int64_t m_left = standard;
    base::Time m_closedAt = 0;     // 0: it is open
    base::Duration m_closed = 0;   // in total, until it was last opened
};

} // namespace protocols::http2
