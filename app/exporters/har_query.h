// SPDX-License-Identifier: GPL-3.0-or-later
// A statement, a command or a question with its answer: no HTTP, so an object of our own.
#pragma once

#include "app/exporters/entry_context.h"

#include <string>
#include <string_view>

namespace exporters {

void writeQuery(EntryContext &);
// The text of a query as it may be in the file.
std::string maskedText(EntryContext &, std::string_view);

} // namespace exporters
