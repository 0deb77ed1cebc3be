// SPDX-License-Identifier: GPL-3.0-or-later
// The phases of an exchange, as the waterfall, the timing pane and HAR show them.
#pragma once

#include "app/exchange/exchange.h"

namespace exchange {

// Nanoseconds; unknownDuration if it was not seen or does not apply (a reused connection has no connect). tls is not
// part of connect here; HAR adds them up.
struct Timing {
    base::Time begin = 0;                  // start of the first known phase
    base::Duration dns = base::unknownDuration;
    base::Duration connect = base::unknownDuration;
    base::Duration tls = base::unknownDuration;
    base::Duration send = base::unknownDuration;
    base::Duration wait = base::unknownDuration;
    base::Duration receive = base::unknownDuration;
    base::Duration total = base::unknownDuration;
};

// `connection` may be null. `first`: this is the connection's first exchange, which alone has connect and tls.
Timing timing(const Exchange &, const Connection *connection, bool first);

} // namespace exchange
