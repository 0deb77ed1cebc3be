// SPDX-License-Identifier: GPL-3.0-or-later
// The dot of a row: 8 px, with a shape as well as a colour for each state.
#pragma once

#include "ui/models/exchange_columns.h"
#include "ui/theme/tokens.h"

#include <QPointF>

class QPainter;

namespace ui {

void paintStatusDot(QPainter &, QPointF centre, DotState, const Tokens &);

} // namespace ui
