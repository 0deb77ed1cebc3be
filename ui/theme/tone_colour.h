// SPDX-License-Identifier: GPL-3.0-or-later
// The colour of a text in a table, by what it means.
#pragma once

#include "ui/models/exchange_columns.h"
#include "ui/theme/tokens.h"

namespace ui {

QColor toneColour(const Tokens &, Tone);

} // namespace ui
