// SPDX-License-Identifier: GPL-3.0-or-later
// The colour of table text, by its meaning.
#pragma once

#include "ui/models/exchange_columns.h"
#include "ui/theme/tokens.h"

namespace ui {

QColor toneColour(const Tokens &, Tone);

} // namespace ui
