// SPDX-License-Identifier: GPL-3.0-or-later
// The negotiated extensions: Sec-WebSocket-Extensions, RFC 6455 section 9.1.
#pragma once

#include "app/protocols/event.h"

namespace protocols::websocket {

struct Extensions {
    bool deflate = false;                 // permessage-deflate, RFC 7692
    // That half compresses each message separately, sections 7.1.1.1 and 7.1.1.2.
    bool clientNoTakeover = false, serverNoTakeover = false;
    bool other = false;                   // an unknown one
};

// From the fields of the server's response. Window sizes are not needed: the largest fits all.
Extensions readExtensions(std::span<const Field>);

} // namespace protocols::websocket
