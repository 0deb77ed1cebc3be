// SPDX-License-Identifier: GPL-3.0-or-later
// What a user can do about a line of the coverage list.
#pragma once

#include "app/exchange/exchange.h"

#include <string_view>

namespace exchange {

// One sentence; empty for a readable one, and if nothing is known to help.
std::string_view adviceOn(const Coverage &);

} // namespace exchange
