// SPDX-License-Identifier: GPL-3.0-or-later
// Where both ends of a connection are on this machine, an exchange is captured twice: once at each.
#pragma once

#include "app/exchange/store.h"

namespace exchange {

// The same exchange as the other end of its connection saw it; noId where that end was not captured. Looks at every
// exchange of the store.
ExchangeId otherSide(const Store &, ExchangeId);

} // namespace exchange
