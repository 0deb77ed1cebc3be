// SPDX-License-Identifier: GPL-3.0-or-later
// The lamp of a row: 8 px, its form says the state as well as its colour does.
#pragma once

#include "ui/models/exchange_columns.h"
#include "ui/theme/tokens.h"

#include <QPointF>

class QPainter;

namespace ui {

void paintStatusDot(QPainter &, QPointF centre, DotState, const Tokens &);

} // namespace ui
