// SPDX-License-Identifier: GPL-3.0-or-later
// Frames that the loader wants passed on to the client, gathered whole before they are interleaved.
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
    // Reads what there is without waiting. Ended: the loader closed its end, and stays so. Bad: what
    // came is no frame of a helper, or ended within one.
    NoticeState read(int socket);

    // Whole frames gathered and not yet taken, one after the other.
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
    size_t m_whole = 0; // bytes of whole frames at the front
    bool m_ended = false;
};

} // namespace relay
