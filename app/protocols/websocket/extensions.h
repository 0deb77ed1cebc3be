// SPDX-License-Identifier: GPL-3.0-or-later
// What client and server agreed on beside the frames: Sec-WebSocket-Extensions, RFC 6455 section 9.1.
#pragma once

#include "app/protocols/event.h"

namespace protocols::websocket {

struct Extensions {
    bool deflate = false;                 // permessage-deflate, RFC 7692
    // Each message of that half is compressed for itself, sections 7.1.1.1 and 7.1.1.2.
    bool clientNoTakeover = false, serverNoTakeover = false;
    bool other = false;                   // one that is not known here
};

// Of the fields of the server's answer. Window sizes need not be known: the largest fits all.
Extensions readExtensions(std::span<const Field>);

} // namespace protocols::websocket
