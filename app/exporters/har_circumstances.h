// SPDX-License-Identifier: GPL-3.0-or-later
// What HAR has no place for: who moved an exchange, over what, and what is missing of it. Absent when unknown.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

// _side, _process, _connection, _tls, _tcp, _truncated, _stalledMs, _lost, _error.
void writeCircumstances(EntryContext &);
// _masked: how much, and by which names.
void writeMasked(EntryContext &);

} // namespace exporters
