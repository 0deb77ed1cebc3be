// SPDX-License-Identifier: GPL-3.0-or-later
// Converts the kernel's clocks to the time of day, using the offsets that the helper reported at the start. Fixed for
// the whole capture, so that setting the clock changes no duration.
#pragma once

#include "app/base/time.h"
#include "privhelper/wire/messages.h"

namespace session {

class SessionClock
{
public:
    // `ahead`: by how much the time of day there is ahead of this machine's, whose times are shown.
    void set(const wire::Started &started, int64_t ahead = 0)
    {
        m_realtimeMinusClock = started.realtimeMinusClock - ahead;
        m_bootMinusClock = started.bootMinusClock;
    }
    // `clock`: a message's time, CLOCK_BOOTTIME or, in older captures, CLOCK_MONOTONIC. 0 stays 0: unknown.
    base::Time time(int64_t clock) const { return clock ? clock + m_realtimeMinusClock : 0; }
    // `boot`: CLOCK_BOOTTIME nanoseconds.
    base::Time timeOfBoot(uint64_t boot) const
    {
        return boot ? int64_t(boot) - m_bootMinusClock + m_realtimeMinusClock : 0;
    }

private:
    int64_t m_realtimeMinusClock = 0;
    int64_t m_bootMinusClock = 0;
};

} // namespace session
