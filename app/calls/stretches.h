// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time of a call went, from what both of its ends saw.
#pragma once

#include "app/exchange/timing.h"

namespace calls {

// Consecutive; nanoseconds, unknownDuration if one of its ends was not seen. Times are those at which calls of the
// programs returned, so bytes that have arrived count as on their way until the program reads them. In a Unix socket
// they arrive as they are sent: there all of `toServer` and `toClient` is waiting.
struct Stretches {
    base::Duration before = base::unknownDuration;     // client: from the connection being ready to the first byte of the request
    base::Duration toServer = base::unknownDuration;   // until the server's program read it
    base::Duration reading = base::unknownDuration;    // until it had read the whole request
    base::Duration server = base::unknownDuration;     // until it sent the first byte of its answer
    base::Duration toClient = base::unknownDuration;   // until the client's program read it
    base::Duration answer = base::unknownDuration;     // until it had read the whole answer
    base::Duration unread = base::unknownDuration;     // of `answer`: after the server had sent its last byte
    base::Duration total = base::unknownDuration;      // of all of these but `before`
};

// `connection`: the client's; null: unknown. `first`: this is its first exchange.
Stretches stretches(const exchange::Moments &client, const exchange::Moments &server, const exchange::Connection *connection, bool first);

} // namespace calls
