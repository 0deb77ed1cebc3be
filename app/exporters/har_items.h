// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the messages inside an exchange where other programs look for them.
#pragma once

#include "app/exporters/entry_context.h"

#include <string_view>

namespace exporters {

// _webSocketMessages, _eventStream, _records, _grpcMessages.
void writeItems(EntryContext &);
// The messages of a channel, under its protocol's name in a HAR.
void writeChannelMessages(EntryContext &);
// `data`: the contents, masked and decoded from the item's own coding. Text, unless `binary` or not valid text: then
// base64, which is stated if a reader could not know. `media`: their type, if known.
void writeItemData(EntryContext &, const exchange::Item &, bool binary, std::string_view media = {});
// Notes that there were more than are kept.
void writeItemsBeyond(EntryContext &);

} // namespace exporters
