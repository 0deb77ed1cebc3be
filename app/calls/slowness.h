// SPDX-License-Identifier: GPL-3.0-or-later
// Why an exchange took as long as it did: which part of it took the largest share, and what the figures say about
// that part.
#pragma once

#include "app/calls/stretches.h"

#include <cstdint>
#include <optional>
#include <span>

namespace calls {

enum class Cause : uint8_t {
    Unknown = 0,     // no part took half of the time, or the figures do not tell
    Lookup,          // the client resolved the server's name
    Connect,         // the connection was established
    Tls,             // the TLS handshake
    Client,          // the client was connected, but had not begun to send
    Request,         // the request was sent and read
    Queue,           // the request had arrived, and the server had not read it yet
    Network,         // on the way, in either direction
    Server,          // the server worked on its answer
    Reader,          // the answer had arrived, and the client had not read it; or its window was closed
    Answer,          // the answer was sent and read
    Way,             // on its way to the server, or waiting there: the figures do not tell which
    WayBack,         // the same for the answer
};

// How far the figures carry.
enum class Sureness : uint8_t {
    Unknown = 0,
    Likely,          // seen from one end, or inferred from the round trip
    Certain,         // both ends of the part were seen
};

struct Slowness {
    Cause cause = Cause::Unknown;
    Sureness sureness = Sureness::Unknown;
    base::Duration share = base::unknownDuration;   // the time that the cause took; ns
    base::Duration total = base::unknownDuration;   // of the exchange, from its first known phase
    // Of the connection: the shortest that either end measured lately, which is the way's own; and the smaller of what
    // they measure on average, which includes acknowledgements that came late because nothing else was to be sent.
    std::optional<uint32_t> roundTripUs = {}, smoothedUs = {};
    std::optional<uint32_t> retransmits = {};       // segments sent again while it lasted
    base::Duration closedWindow = 0;                // time that a closed window blocked the sender; 0: none, or unknown
};

// One end of a call, as far as it was captured.
struct Half {
    const exchange::Exchange *exchange = nullptr;       // null: not captured
    const exchange::Connection *connection = nullptr;
    bool first = false;                                 // of its connection
    std::span<const exchange::TcpFigures> tcp = {};     // of its connection, while it lasted
    base::Time lookup = 0;                              // when the client began to resolve the server's name for it; 0: not seen
    base::Duration lookupTook = base::unknownDuration;
};

// Of an exchange that has ended; unknown before. With both sides the verdict is about the call.
Slowness whySlow(const Half &client, const Half &server);

} // namespace calls
