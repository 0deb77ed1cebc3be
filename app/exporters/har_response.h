// SPDX-License-Identifier: GPL-3.0-or-later
// "response" of a HAR entry.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

void writeResponse(EntryContext &);

} // namespace exporters
