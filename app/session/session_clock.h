// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the kernel's clocks into the time of day, by the offsets that the helper told at the start. One for the whole capture, so
// that no duration changes when somebody sets the time of day.
#pragma once

#include "app/base/time.h"
#include "privhelper/wire/messages.h"

namespace session {

class SessionClock
{
public:
    void set(const wire::Started &started)
    {
        m_realtimeMinusClock = started.realtimeMinusClock;
        m_bootMinusClock = started.bootMinusClock;
    }
    // `clock`: the time of a message, CLOCK_BOOTTIME or, of older captures, CLOCK_MONOTONIC. 0 stays 0: unknown.
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
