// SPDX-License-Identifier: GPL-3.0-or-later
// A statement, command or question with its answer: not HTTP, hence an object of our own.
#pragma once

#include "app/exporters/entry_context.h"

#include <string>
#include <string_view>

namespace exporters {

void writeQuery(EntryContext &);
// The text of a query, masked for the file.
std::string maskedText(EntryContext &, std::string_view);

} // namespace exporters
