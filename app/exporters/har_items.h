// SPDX-License-Identifier: GPL-3.0-or-later
// The messages inside an exchange, where other programs look for them.
#pragma once

#include "app/exporters/entry_context.h"

#include <string_view>

namespace exporters {

// _webSocketMessages, _eventStream, _records, _grpcMessages.
void writeItems(EntryContext &);
// The messages of a channel, under the name that its protocol has in a HAR.
void writeChannelMessages(EntryContext &);
// `data`: the contents, masked, with the item's own coding taken off. Text unless `binary`, or when it is none:
// then base64, which is said where a reader could not know. `media`: what they are, where that is known.
void writeItemData(EntryContext &, const exchange::Item &, bool binary, std::string_view media = {});
// That there were more than are kept.
void writeItemsBeyond(EntryContext &);

} // namespace exporters
