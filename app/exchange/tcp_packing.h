// SPDX-License-Identifier: GPL-3.0-or-later
// TCP figures in few bytes: which of them are known, then each as a number, or as its step from another set's.
#pragma once

#include "app/exchange/exchange.h"
#include "app/exchange/packing.h"

#include <optional>

namespace exchange {

// Figures without their time. `reference`, which may be null, has to be the same for both.
void packFigures(const TcpFigures &, const TcpFigures *reference, packing::Writer &);
TcpFigures unpackFigures(const TcpFigures *reference, packing::Reader &);

// Those of an exchange's start and end, with their times: often one and the same.
void packReadings(const std::optional<TcpFigures> &start, const std::optional<TcpFigures> &end, packing::Writer &);
void unpackReadings(std::optional<TcpFigures> &start, std::optional<TcpFigures> &end, packing::Reader &);

} // namespace exchange
