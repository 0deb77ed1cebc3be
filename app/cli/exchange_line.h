// SPDX-License-Identifier: GPL-3.0-or-later
// One exchange as one terminal line.
#pragma once

#include "app/calls/account.h"
#include "app/exchange/store.h"

#include <string>

namespace cli {

std::string lineHeader(bool colour);
// `call`, if not null: names the process at the other end too, and says why a slow exchange was slow.
std::string exchangeLine(const exchange::Store &, exchange::ExchangeId, bool colour, const calls::Account *call = nullptr);

} // namespace cli
