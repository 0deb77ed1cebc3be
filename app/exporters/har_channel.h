// SPDX-License-Identifier: GPL-3.0-or-later
// A channel that did not begin as an HTTP exchange, hence an object of our own.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

void writeChannel(EntryContext &);

} // namespace exporters
