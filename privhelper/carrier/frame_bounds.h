// SPDX-License-Identifier: GPL-3.0-or-later
// Where frames begin in a stream that passes by in pieces.
#pragma once

#include "privhelper/wire/messages.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <span>

namespace carrier {

class FrameBounds
{
public:
    // The next bytes of the stream. Returns the first place in them at which a frame begins or could begin, at most their size.
    std::optional<size_t> pass(std::span<const std::byte> bytes)
    {
        std::optional<size_t> first;
        for (size_t at = 0;;) {
            if (isAtBound() && !first)
                first = at;
            const size_t left = bytes.size() - at;
            if (left == 0)
                return first;
            if (m_bodyLeft > 0) {
                const size_t taken = std::min<size_t>(left, m_bodyLeft);
                m_bodyLeft -= uint32_t(taken);
                at += taken;
                continue;
            }
            m_head[m_headFilled++] = bytes[at++];
            if (m_headFilled == wire::frameHeadSize) {
                std::memcpy(&m_bodyLeft, m_head.data(), sizeof m_bodyLeft);
                m_headFilled = 0;
            }
        }
    }
    // Whether what has passed so far ends with a whole frame.
    bool isAtBound() const { return m_headFilled == 0 && m_bodyLeft == 0; }

private:
    std::array<std::byte, wire::frameHeadSize> m_head{};
    size_t m_headFilled = 0;
    uint32_t m_bodyLeft = 0;
};

} // namespace carrier
