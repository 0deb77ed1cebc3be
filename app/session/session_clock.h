// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the kernel's clocks into the time of day, by the offsets that the helper told at the start.
#pragma once

#include "app/base/time.h"
#include "privhelper/wire/messages.h"

namespace session {

class SessionClock
{
public:
    void set(const wire::Started &started)
    {
        m_realtimeMinusMonotonic = started.realtimeMinusMonotonic;
        m_bootMinusMonotonic = started.bootMinusMonotonic;
    }
    // `monotonic`: CLOCK_MONOTONIC nanoseconds. 0 stays 0: unknown.
    base::Time time(int64_t monotonic) const { return monotonic ? monotonic + m_realtimeMinusMonotonic : 0; }
    // `boot`: CLOCK_BOOTTIME nanoseconds.
    base::Time timeOfBoot(uint64_t boot) const
    {
        return boot ? int64_t(boot) - m_bootMinusMonotonic + m_realtimeMinusMonotonic : 0;
    }

private:
    int64_t m_realtimeMinusMonotonic = 0;
    int64_t m_bootMinusMonotonic = 0;
};

} // namespace session
