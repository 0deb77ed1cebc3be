// SPDX-License-Identifier: GPL-3.0-or-later
// Whether two exchanges, seen at the two ends of a connection, can be the same one.
#pragma once

#include "app/exchange/store.h"

#include <utility>

namespace calls {

enum class Likeness : uint8_t { Different, Same, Unknown };   // Unknown: too little of one has been seen so far

// Its protocol numbers exchanges on the wire, so that both ends agree whatever was lost: HTTP/2 and HTTP/3.
bool isMultiplexed(const exchange::Store &, base::ExchangeId);
// It stands for everything on its connection: a conversation, TLS that is not readable, a failed attempt.
bool isWholeConnection(const exchange::Store &, base::ExchangeId);
// By what was asked, and by cause and effect: nothing is answered before it was read, nor read after its answer.
Likeness compare(const exchange::Store &, base::ExchangeId, base::ExchangeId);
// Size and status of two that have ended are equal, too.
bool alikeInFull(const exchange::Store &, base::ExchangeId, base::ExchangeId);
// Of two halves, whether `id` is the server's; the one that began later if neither says.
bool isServers(const exchange::Store &, base::ExchangeId id, base::ExchangeId other);
// Two ends, the client's first; noId if nothing says which it is.
std::pair<base::ConnectionId, base::ConnectionId> clientFirst(const exchange::Store &, base::ConnectionId, base::ConnectionId);

} // namespace calls
