// SPDX-License-Identifier: GPL-3.0-or-later
// The call that an exchange belongs to, if both of its ends are on this machine, and why an exchange was slow.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

// _call, _why; absent if unknown.
void writeCall(EntryContext &);

} // namespace exporters
