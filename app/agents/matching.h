// SPDX-License-Identifier: GPL-3.0-or-later
// The exchanges that match a filter, also by their contents.
#pragma once

#include "app/base/body_source.h"
#include "app/calls/calls.h"
#include "app/filter/filter.h"

#include <functional>
#include <vector>

namespace agents {

// Ascending. Ends early, with what was found so far, once `cancelled` says so.
std::vector<base::ExchangeId> matching(const filter::Filter &, const exchange::Store &, const calls::Calls &, const base::BodySource &, const std::function<bool()> &cancelled);

} // namespace agents
