// SPDX-License-Identifier: GPL-3.0-or-later
// Values of the underscore fields, for writer and reader.
#pragma once

#include "app/exchange/exchange.h"

#include <string_view>

namespace exporters {

// Empty for None.
std::string_view faultWords(protocols::Fault);

// When it began and ended, as far as known: `ageUs` of `_tcp` is relative to these. 0: unknown.
base::Time beginOf(const exchange::Exchange &);
base::Time endOf(const exchange::Exchange &);

} // namespace exporters
