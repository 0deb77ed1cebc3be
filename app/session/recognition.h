// SPDX-License-Identifier: GPL-3.0-or-later
// Which protocol first bytes are of, and where its requests travel.
#pragma once

#include "app/exchange/exchange.h"
#include "app/protocols/parser.h"

namespace session {

// Where requests travel. Not sure: either side may have sent what was looked at.
struct Guess {
    base::Direction requests = base::Direction::Sent;
    bool sure = false;
};

// What shows bytes that no protocol takes.
const protocols::Entry &conversationEntry();

// Where requests come from as far as the side is known; where it is not, the program counts as the client.
base::Direction likelyRequests(const exchange::Connection &);

// The first protocol in the registry's order that says yes to the first bytes of a direction; null: they could still become one.
const protocols::Entry *recognise(const exchange::Connection &, bool fromStart, base::Direction, std::span<const std::byte> first, Guess &);

// The protocol that the connection spoke before STARTTLS; null: none is known.
const protocols::Entry *goesOn(const exchange::Connection &);

} // namespace session
