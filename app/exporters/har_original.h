// SPDX-License-Identifier: GPL-3.0-or-later
// Writes an imported entry as the original tool wrote it: with all members, including unknown ones.
#pragma once

#include "app/exporters/entry_context.h"

namespace exporters {

// For an exchange with an `original`, in which `true` replaces the text of a body. Alternative spellings are normalised
// to HAR's own: times in UTC, HTTP versions, numbers given as text.
void writeOriginal(EntryContext &);

} // namespace exporters
