// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/early_frames.h"

#include <algorithm>
#include <utility>

namespace session {

namespace {
constexpr uint64_t readAtOnce = uint64_t(1) << 20;
static_assert(readAtOnce > wire::frameHeadSize + wire::frameMax, "a whole frame is in each step");
} // namespace

void EarlyFrames::add(const wire::Frame &frame, uint64_t bodyPosition)
{
    const uint64_t begin = bodyPosition - wire::frameHeadSize, end = bodyPosition + frame.body.size();
    if (!m_runs.empty() && m_runs.back().end == begin)
        m_runs.back().end = end;
    else
        m_runs.push_back({begin, end});
}

uint64_t EarlyFrames::replay(const std::function<void(const wire::Frame &, uint64_t)> &take)
{
    uint64_t lost = 0;
    for (const Run run : std::exchange(m_runs, {}))
        lost += replay(run, take);
    return lost;
}

uint64_t EarlyFrames::replay(Run run, const std::function<void(const wire::Frame &, uint64_t)> &take)
{
    while (run.begin < run.end) {
        const base::Slice step{run.begin, uint32_t(std::min(readAtOnce, run.end - run.begin)), 0};
        const auto bytes = m_captured->read({&step, 1}, step.length);
        if (!bytes)
            break;
        wire::FrameReader reader(*bytes);
        while (const auto frame = reader.next().value_or(std::nullopt))
            take(*frame, run.begin + uint64_t(frame->body.data() - bytes->data()));
        if (reader.position() == 0)
            break;
        run.begin += reader.position();
    }
    return run.end - run.begin;
}

} // namespace session
