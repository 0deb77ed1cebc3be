// SPDX-License-Identifier: GPL-3.0-or-later
// Sort orders of the table: index sorts over the store's columns. 110 ms for a number over a million rows.
#pragma once

#include "app/exchange/store.h"
#include "ui/models/exchange_columns.h"
#include "ui/models/marks.h"

#include <cstdint>
#include <vector>

namespace ui {

// Waterfall, Time: in order of start, which is the order of the ids.
bool isTimeOrder(Column);
// `marks` may be null. Stable: equal rows stay in order of their start.
void sortRows(const exchange::Store &, std::vector<uint32_t> &rows, Column, bool descending, const Marks *marks = nullptr);

} // namespace ui
