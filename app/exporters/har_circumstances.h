// SPDX-License-Identifier: GPL-3.0-or-later
// What HAR has no place for: the process, the connection, and what is missing. Members are absent if unknown.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

// _side, _process, _connection, _tls, _tcp, _call, _why, _truncated, _stalledMs, _lost, _error.
void writeCircumstances(EntryContext &);
// _masked: how many secrets, and under which names.
void writeMasked(EntryContext &);

} // namespace exporters
