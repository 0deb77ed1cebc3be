// SPDX-License-Identifier: GPL-3.0-or-later
// The one word for each value of this folder's enumerations that users see.
#pragma once

#include "app/exchange/exchange.h"

namespace exchange {

const char *stateName(ConnectionState);

} // namespace exchange
