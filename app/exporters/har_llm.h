// SPDX-License-Identifier: GPL-3.0-or-later
// `_llm`: a call of a language model as a conversation.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

// Nothing for any other exchange. Made of the masked bodies, and masked again once pieces are joined: a secret may be
// split between two.
void writeModelCall(EntryContext &);

} // namespace exporters
