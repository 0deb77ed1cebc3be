// SPDX-License-Identifier: GPL-3.0-or-later
// When a HAR entry began, and how long its phases took.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

void writeTimings(EntryContext &);

} // namespace exporters
