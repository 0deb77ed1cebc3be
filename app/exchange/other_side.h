// SPDX-License-Identifier: GPL-3.0-or-later
// If both ends of a connection are on this machine, an exchange is captured twice: once at each end.
#pragma once

#include "app/exchange/store.h"

namespace exchange {

// The same exchange as the other end of its connection saw it; noId if that end was not captured. Scans every
// exchange of the store.
ExchangeId otherSide(const Store &, ExchangeId);

} // namespace exchange
