// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the next start of a message in unknown bytes: after a gap, after corrupt data, and if the capture joins a
// connection midstream.
#pragma once

#include "app/protocols/event.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace protocols::http1 {

// The longest request line that can be found again.
inline constexpr size_t seekLineMax = 16 * 1024;

// Methods of the IANA registry, and a few in wide use.
bool isKnownMethod(std::string_view method);

class Seek
{
public:
    struct Result {
        size_t pass = 0;     // bytes that belong to no message
        bool found = false;  // a message starts right after them
    };

    // `after`: the first byte is known not to start a message.
    explicit Seek(Half half = Half::Request, bool after = false)
        : m_half(half)
        , m_skip(after ? 1 : 0)
    {
    }
    // `data`: what earlier calls did not pass, plus new bytes.
    Result next(std::span<const std::byte> data);

private:
    Result nextRequest(std::string_view data);
    Result nextResponse(std::string_view data) const;

    Half m_half;
    size_t m_skip;
    size_t m_scanned = 0;      // without a line end so far
    bool m_lineCut = false;    // the first byte of data is not the first of its line
};

} // namespace protocols::http1
