// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the next frame in bytes of which nothing is known: after a gap, and where the capture joins a connection
// in the middle. There is no preface to hold on to (it was long ago), so frames are recognised by their shape.
//
// Nine bytes that fix length, type, flags and stream at once are evidence enough (SETTINGS, PING, WINDOW_UPDATE,
// RST_STREAM, PRIORITY, GOAWAY, and HEADERS that begin with a pseudo field); what has a free length and few fixed
// bits (DATA and the rest) counts only with another possible frame right behind it.
#pragma once

#include "app/protocols/event.h"

#include <cstddef>
#include <span>

namespace protocols::http2 {

// Frames beyond this are not found again.
inline constexpr size_t seekFrameMax = 64 * 1024;

class FrameSeek
{
public:
    struct Result {
        size_t pass = 0;     // bytes that belong to no frame that is found
        bool found = false;  // a frame starts right after them
    };

    explicit FrameSeek(Half half = Half::Request) : m_half(half) { }
    // `data`: what earlier calls did not pass, and more. Tells the same however the bytes are cut.
    Result next(std::span<const std::byte> data) const;

private:
    enum class Evidence : unsigned char { None, NeedMore, Weak, Strong };
    Evidence evidence(std::span<const std::byte> data) const;
    Evidence headersEvidence(std::span<const std::byte> data) const;

    Half m_half;
};

} // namespace protocols::http2
