// SPDX-License-Identifier: GPL-3.0-or-later
// How long a message body is (RFC 9112 section 6.3), and the lines of the chunked coding (section 7.1).
#pragma once

#include "app/protocols/event.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace protocols::http1 {

struct Framing {
    enum class Kind : uint8_t {
        None,          // the message ends with its head
        Length,        // `length` bytes
        Chunked,
        UntilClose,
        Interim,       // a head alone, and the message is still to come (1xx)
        Tunnel,        // nothing that follows is HTTP/1
        AwaitTunnel,   // a CONNECT: what follows is known when the answer is
    };
    Kind kind = Kind::None;
    uint64_t length = 0;
    Fault fault = Fault::None; // an oddity that does not hinder; reported at the message's end
};

// What was asked for, as far as it decides how the answer is framed.
enum class Asked : uint8_t { Other, Head, Connect };

Asked askedBy(std::string_view method);
Framing requestFraming(Asked, std::span<const Field>);
Framing responseFraming(Asked, int status, std::span<const Field>);

// The size in a chunk's first line, extensions left aside. Nothing: not a chunk's line.
std::optional<uint64_t> chunkSize(std::string_view line);

} // namespace protocols::http1
