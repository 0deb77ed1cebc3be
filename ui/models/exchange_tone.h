// SPDX-License-Identifier: GPL-3.0-or-later
// The meaning of an exchange: its dot, and the tone of each of its cells.
#pragma once

#include "app/exchange/store.h"
#include "ui/models/exchange_columns.h"

#include <QString>

namespace ui {

DotState dotState(const exchange::Store &, exchange::ExchangeId);
QString dotText(DotState);
bool isError(const exchange::Store &, exchange::ExchangeId);
Tone cellTone(const exchange::Store &, exchange::ExchangeId, Column);

} // namespace ui
