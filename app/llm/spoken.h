// SPDX-License-Identifier: GPL-3.0-or-later
// Reads from the capture what was spoken in a call of a language model.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/exchange.h"
#include "app/exchange/item_list.h"
#include "app/llm/transcript.h"

namespace llm {

// What exceeds it is not read: the conversation is then shown as far as it goes.
inline constexpr size_t spokenMax = size_t(32) << 20;   // decoded bytes of each half

// Empty bodies where the file cannot be read. `items`: those of the exchange.
Spoken readSpoken(const exchange::Exchange &, const exchange::ItemList &items, const base::BodySource &);
// Whether an item is a piece of a streamed answer.
bool isPiece(const exchange::Item &);

} // namespace llm
