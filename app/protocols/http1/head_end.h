// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the empty line that ends a head or trailer section, however the bytes are split. CRLF and bare LF both end a
// line (RFC 9112 section 2.2).
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <span>

namespace protocols::http1 {

class HeadEnd
{
public:
    // `afterLine`: an empty line may come first (trailers).
    explicit HeadEnd(bool afterLine = false)
        : m_state(afterLine ? State::LineStart : State::InLine)
    {
    }

    // Number of bytes up to and including the empty line; nullopt: not in these bytes.
    std::optional<size_t> feed(std::span<const std::byte> bytes)
    {
        size_t at = 0;
        while (at < bytes.size()) {
            if (m_state == State::InLine) {
                const auto *found = static_cast<const std::byte *>(
                    std::memchr(bytes.data() + at, '\n', bytes.size() - at));
                if (!found)
                    return std::nullopt;
                at = size_t(found - bytes.data()) + 1;
                m_state = State::LineStart;
                continue;
            }
            const auto c = char(bytes[at++]);
            if (c == '\n')
                return at;
            m_state = c == '\r' && m_state == State::LineStart ? State::AfterReturn : State::InLine;
        }
        return std::nullopt;
    }

private:
    enum class State : unsigned char { InLine, LineStart, AfterReturn };
    State m_state;
};

} // namespace protocols::http1
