// SPDX-License-Identifier: GPL-3.0-or-later
// Informational responses before the final one, such as 103 Early Hints (RFC 9110, section 15.2).
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

// `_interimResponses`, if there are any.
void writeInterimResponses(EntryContext &);

} // namespace exporters
