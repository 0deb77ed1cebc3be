// SPDX-License-Identifier: GPL-3.0-or-later
// One exchange as one terminal line.
#pragma once

#include "app/exchange/store.h"

#include <string>

namespace cli {

std::string lineHeader(bool colour);
std::string exchangeLine(const exchange::Store &, exchange::ExchangeId, bool colour);

} // namespace cli
