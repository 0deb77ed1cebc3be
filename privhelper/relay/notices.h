// SPDX-License-Identifier: GPL-3.0-or-later
// Frames that the loader passes to the client, assembled completely before they are interleaved.
#pragma once

#include "privhelper/wire/reader.h"

#include <cstddef>
#include <span>
#include <vector>

namespace relay {

enum class NoticeState : uint8_t { Open, Ended, Bad };

class Notices
{
public:
    // Reads what is available without waiting. Ended: the loader closed its end; permanent. Bad: the data is not a
    // helper frame, or ended within one.
    NoticeState read(int socket);

    // Complete frames not yet taken, back to back.
    std::span<const std::byte> frames() const { return std::span(m_bytes).first(m_whole); }

    template<class Take> void takeFrames(Take &&take)
    {
        wire::FrameReader reader(frames());
        size_t from = 0;
        while (reader.position() < m_whole) {
            if (const auto frame = reader.next(); !frame || !*frame)
                break;
            take(std::span(m_bytes).subspan(from, reader.position() - from));
            from = reader.position();
        }
        m_bytes.erase(m_bytes.begin(), m_bytes.begin() + std::ptrdiff_t(m_whole));
        m_whole = 0;
    }

private:
    bool findFrames();

    std::vector<std::byte> m_bytes;
    size_t m_whole = 0; // bytes of complete frames at the front
    bool m_ended = false;
};

} // namespace relay
