// SPDX-License-Identifier: GPL-3.0-or-later
// A statement, a command or a question with its answer: no HTTP, so an object of our own.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

void writeQuery(EntryContext &);

} // namespace exporters
