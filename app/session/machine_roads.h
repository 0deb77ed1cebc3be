// SPDX-License-Identifier: GPL-3.0-or-later
// A pipeline for each session of a capture: this machine has one, each other machine one for each link to it. They share ids, so that their rows lie in one store.
#pragma once

#include "app/session/pipeline.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace session {

class MachineRoads
{
public:
    // As for Pipeline.
    MachineRoads(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes> derived, uint64_t bodyMax);
    ~MachineRoads();

    // Machine messages say whose frames follow.
    void take(const wire::Frame &, uint64_t bodyPosition);
    // Nothing arrived from any session up to this time: CLOCK_BOOTTIME, and the time of day.
    void passed(int64_t boot, base::Time day);
    void skipped(uint64_t messages);
    void finish();
    exchange::Batch drain();

private:
    struct Road;
    Road &current();
    void begin(const wire::Machine &);
    void end(Road &);
    void stopped();
    void takeOver(exchange::Batch &from, exchange::Batch &into, Road &);
    void tellLosses(exchange::Batch &into) const;

    std::shared_ptr<const base::BodySource> m_captured;
    std::shared_ptr<base::DerivedBytes> m_derived;
    const uint64_t m_bodyMax;
    std::shared_ptr<exchange::NextIds> m_ids = std::make_shared<exchange::NextIds>();
    std::map<uint32_t, Road> m_roads;        // by session
    uint32_t m_current = 0;
    exchange::Batch m_ended;                 // the last of sessions that are over, for the next drain()
    bool m_lossesChanged = false;
    // Of the sessions that are over, by machine and cause.
    std::map<std::pair<std::string, std::string>, exchange::Loss> m_pastLosses;
    uint64_t m_pastBytes = 0;
};

} // namespace session
