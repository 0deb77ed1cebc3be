// SPDX-License-Identifier: GPL-3.0-or-later
// A WebSocket whose upgrade was not seen: its frames tell what it is, and which side is the client by their masks.
#pragma once

#include "app/protocols/parser.h"

namespace protocols::websocket {

// Yes where frames fill the bytes from the first to the last, with 40 bits that would have to be chance otherwise: every
// head as RFC 6455 section 5.2 wants it, the last length right, plain text readable. Never from a connection's start; never
// NeedMore, which would keep others from being asked: what is too little now may be enough with what follows.
Verdict recogniseJoined(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
std::unique_ptr<Parser> createJoined(Direction requestDirection, bool fromStart, const Limits &, Sink &);

} // namespace protocols::websocket
