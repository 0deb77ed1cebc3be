// SPDX-License-Identifier: GPL-3.0-or-later
// Frames that arrive before Started, which supplies the time of day: sockets are watched while the TLS probes are still
// being attached. As they are in the capture file, only their positions are remembered, and they are read again in
// order: however many there are, nothing overtakes them.
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
    // `bodyPosition`: position of the frame's body in the capture file.
    void add(const wire::Frame &, uint64_t bodyPosition);
    // Passes on each frame and forgets it. Returns the number of bytes that could not be read again.
    uint64_t replay(const std::function<void(const wire::Frame &, uint64_t bodyPosition)> &);

private:
    struct Run { uint64_t begin, end; };   // file positions; consecutive frames
    uint64_t replay(Run, const std::function<void(const wire::Frame &, uint64_t)> &);

    std::shared_ptr<const base::BodySource> m_captured;
    std::vector<Run> m_runs;
};

} // namespace session
