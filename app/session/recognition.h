// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol of a connection's first bytes, and the direction of its requests.
#pragma once

#include "app/exchange/exchange.h"
#include "app/protocols/parser.h"

namespace session {

// The direction of requests. Not sure: either side may have sent the bytes examined.
struct Guess {
    base::Direction requests = base::Direction::Sent;
    bool sure = false;
};

// Shows the bytes that no protocol takes.
const protocols::Entry &conversationEntry();

// The direction of requests if the side is known; otherwise the program is assumed to be the client.
base::Direction likelyRequests(const exchange::Connection &);

// The first protocol, in registry order, that accepts the first bytes of a direction; null: undecided as yet.
const protocols::Entry *recognise(const exchange::Connection &, bool fromStart, base::Direction, std::span<const std::byte> first, Guess &);

// The protocol spoken before STARTTLS; null if unknown.
const protocols::Entry *goesOn(const exchange::Connection &);

} // namespace session
