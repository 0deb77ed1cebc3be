// SPDX-License-Identifier: GPL-3.0-or-later
// An imported entry, written as the tool that made it wrote it: with every member, also those that nobody here knows.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

// Of an exchange that has an `original`, in which `true` stands where the text of a body was. What another spelling would
// say, too, is written in HAR's own: times in UTC, versions of HTTP, numbers that were texts.
void writeOriginal(EntryContext &);

} // namespace exporters
