// SPDX-License-Identifier: GPL-3.0-or-later
// A WebSocket whose upgrade was not seen: recognised by its frames; their masks tell which side is the client.
#pragma once

#include "app/protocols/parser.h"

namespace protocols::websocket {

// Yes if frames fill the bytes from first to last, with 40 bits that would otherwise have to match by chance: every
// header as RFC 6455 section 5.2 requires, the last length exact, plain text readable. Never at a connection's start;
// never NeedMore, which would keep others from being asked: what is too little now may be enough with what follows.
Verdict recogniseJoined(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
std::unique_ptr<Parser> createJoined(Direction requestDirection, bool fromStart, const Limits &, Sink &);

} // namespace protocols::websocket
