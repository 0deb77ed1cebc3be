// SPDX-License-Identifier: GPL-3.0-or-later
// In what two exchanges differ: parts that are alike are left out.
#pragma once

#include "app/agents/json_rpc.h"

namespace agents {

// Of two entries as ExchangeView::whole() makes them.
Json comparison(const Json &one, const Json &other);

} // namespace agents
