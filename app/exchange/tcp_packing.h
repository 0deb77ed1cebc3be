// SPDX-License-Identifier: GPL-3.0-or-later
// Compact TCP figures: a mask of the known ones, then each as a number, or as a delta from another set's.
#pragma once

#include "app/exchange/exchange.h"
#include "app/exchange/packing.h"

#include <optional>

namespace exchange {

// Figures without their time. `reference`, which may be null, must be the same when unpacking.
void packFigures(const TcpFigures &, const TcpFigures *reference, packing::Writer &);
TcpFigures unpackFigures(const TcpFigures *reference, packing::Reader &);

// The figures at an exchange's start and end, with their times: often identical.
void packReadings(const std::optional<TcpFigures> &start, const std::optional<TcpFigures> &end, packing::Writer &);
void unpackReadings(std::optional<TcpFigures> &start, std::optional<TcpFigures> &end, packing::Reader &);

} // namespace exchange
