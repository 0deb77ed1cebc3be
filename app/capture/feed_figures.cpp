// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/feed_figures.h"

#include "privhelper/wire/reader.h"

#include <algorithm>
#include <cstring>

namespace capture {

void FeedFigures::begin(int64_t ahead)
{
    m_ahead = ahead;
    m_realtimeMinusClock.reset();
    m_newest = 0;
    for (const auto &[cause, events] : m_lost)
        m_lostBefore += events;
    m_lost.clear();
}

void FeedFigures::take(const wire::Frame &frame)
{
    if (frame.type == wire::Type::Data) {
        if (frame.body.size() >= sizeof m_newest)
            std::memcpy(&m_newest, frame.body.data(), sizeof m_newest);   // its first field
    } else if (frame.type == wire::Type::Started) {
        if (const auto started = wire::decode<wire::Started>(frame.body))
            m_realtimeMinusClock = started->realtimeMinusClock;
    } else if (frame.type == wire::Type::Losses) {
        if (const auto losses = wire::decode<wire::Losses>(frame.body))
            for (const wire::Loss &loss : losses->counts)
                m_lost[{uint8_t(loss.place), loss.cause}] = loss.events;   // a total
    }
}

void FeedFigures::tell(int64_t now, uint64_t received, MachineState &state)
{
    state.receivedBytes += received;
    state.lostEvents = m_lostBefore;
    for (const auto &[cause, events] : m_lost)
        state.lostEvents += events;
    if (m_realtimeMinusClock && m_newest != 0)
        state.lagNs = std::max<int64_t>(now - (std::exchange(m_newest, 0) + *m_realtimeMinusClock - m_ahead), 0);
}

} // namespace capture
