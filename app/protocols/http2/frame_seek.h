// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the next frame in unknown bytes: after a gap, and if the capture joins a connection midstream, long after its
// preface. Frames are recognised by their shape.
//
// A header that fixes length, type, flags and stream at once is evidence enough (SETTINGS, PING, WINDOW_UPDATE,
// RST_STREAM, PRIORITY, GOAWAY, and HEADERS that begin with a pseudo-header field); a type with free length and few
// fixed bits (DATA and the rest), or an empty SETTINGS, counts only if another possible frame follows directly.
#pragma once

#include "app/protocols/event.h"

#include <cstddef>
#include <span>

namespace protocols::http2 {

// Larger frames are not found again.
inline constexpr size_t seekFrameMax = 64 * 1024;

class FrameSeek
{
public:
    struct Result {
        size_t pass = 0;     // bytes that belong to no frame
        bool found = false;  // a frame starts right after them
    };

    explicit FrameSeek(Half half = Half::Request) : m_half(half) { }
    // `data`: what earlier calls did not pass, plus new bytes. The result does not depend on how the bytes are split.
    Result next(std::span<const std::byte> data) const;

private:
    enum class Evidence : unsigned char { None, NeedMore, Weak, Strong };
    Evidence evidence(std::span<const std::byte> data) const;
    Evidence headersEvidence(std::span<const std::byte> data) const;

    Half m_half;
};

} // namespace protocols::http2
