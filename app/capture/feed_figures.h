// SPDX-License-Identifier: GPL-3.0-or-later
// What the frames of one machine tell about themselves: how late they come, and what its helper lost.
#pragma once

#include "app/capture/source.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace capture {

class FeedFigures
{
public:
    // From here on the frames are another session's. `ahead`: ns that the time of day there is ahead of this machine's.
    void begin(int64_t ahead);
    void take(const wire::Frame &frame);
    // Writes them into the state; `now`: the time of day, ns; `received`: bytes since the last call.
    void tell(int64_t now, uint64_t received, MachineState &state);

private:
    int64_t m_ahead = 0;
    std::optional<int64_t> m_realtimeMinusClock;   // none: not started
    int64_t m_newest = 0;                          // the time of the latest Data, by its clock; 0: none since it was told
    std::map<std::pair<uint8_t, uint8_t>, uint64_t> m_lost;   // events, by place and cause
    uint64_t m_lostBefore = 0;                     // in earlier sessions
};

} // namespace capture
