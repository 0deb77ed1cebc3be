// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes in both directions that no parser took.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

void writeConversation(EntryContext &);

} // namespace exporters
