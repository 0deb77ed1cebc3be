// SPDX-License-Identifier: GPL-3.0-or-later
// Frames that come before Started, which tells the time of day: sockets are watched while the TLS probes are still being
// attached. They lie in the capture file, so only where is remembered, and they are read again in their order: however many
// they are, nothing overtakes them.
#pragma once

#include "app/base/body_source.h"
#include "privhelper/wire/reader.h"

#include <functional>
#include <memory>

namespace session {

class EarlyFrames
{
public:
    explicit EarlyFrames(std::shared_ptr<const base::BodySource> captured) : m_captured(std::move(captured)) {}

    bool empty() const { return m_runs.empty(); }
    // `bodyPosition`: where the frame's body lies in the capture file.
    void add(const wire::Frame &, uint64_t bodyPosition);
    // Gives each of them, and forgets it. Gives the bytes that could not be read again.
    uint64_t replay(const std::function<void(const wire::Frame &, uint64_t bodyPosition)> &);

private:
    struct Run { uint64_t begin, end; };   // file positions; frames one behind the other
    uint64_t replay(Run, const std::function<void(const wire::Frame &, uint64_t)> &);

    std::shared_ptr<const base::BodySource> m_captured;
    std::vector<Run> m_runs;
};

} // namespace session
