// SPDX-License-Identifier: GPL-3.0-or-later
// The start of a HAR entry and the durations of its phases.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

void writeTimings(EntryContext &);

} // namespace exporters
