// SPDX-License-Identifier: GPL-3.0-or-later
// Cookies of a message in HAR.
#pragma once

#include "app/exchange/head.h"
#include "app/exporters/entry_context.h"

namespace exporters {

void writeCookies(EntryContext &, const exchange::Head &, bool request);

} // namespace exporters
