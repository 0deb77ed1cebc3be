// SPDX-License-Identifier: GPL-3.0-or-later
// The user-visible name of each value of this folder's enumerations.
#pragma once

#include "app/exchange/exchange.h"

namespace exchange {

const char *stateName(ConnectionState);

} // namespace exchange
