// SPDX-License-Identifier: GPL-3.0-or-later
// One row of a capture as an object: an HTTP exchange as a HAR 1.2 entry with our extensions, everything else in our
// own format.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

void writeEntry(EntryContext &);
void writeQueryEntry(EntryContext &);
void writeChannelEntry(EntryContext &);
void writeConversationEntry(EntryContext &);
void writeConnectionEntry(EntryContext &);

} // namespace exporters
