// SPDX-License-Identifier: GPL-3.0-or-later
// Message body length (RFC 9112 section 6.3), and the lines of the chunked coding (section 7.1).
#pragma once

#include "app/protocols/event.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace protocols::http1 {

struct Framing {
    enum class Kind : uint8_t {
        None,          // the message ends after its head
        Length,        // `length` bytes
        Chunked,
        UntilClose,
        Interim,       // a head only; the final response is still to come (1xx)
        Tunnel,        // nothing after this is HTTP/1
        AwaitTunnel,   // a CONNECT: the response decides what follows
    };
    Kind kind = Kind::None;
    uint64_t length = 0;
    Fault fault = Fault::None; // a harmless oddity; reported at the end of the message
};

// The request method, as far as it affects how the response is framed.
enum class Asked : uint8_t { Other, Head, Connect };

Asked askedBy(std::string_view method);
Framing requestFraming(Asked, std::span<const Field>);
Framing responseFraming(Asked, int status, std::span<const Field>);

// The size in a chunk's first line, ignoring extensions. nullopt: not a chunk line.
std::optional<uint64_t> chunkSize(std::string_view line);

} // namespace protocols::http1
