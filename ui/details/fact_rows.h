// SPDX-License-Identifier: GPL-3.0-or-later
// Facts about an exchange other than its messages, as rows of label and value. What does not apply is omitted; what
// could apply but is unknown says "unknown".
#pragma once

#include "app/exchange/exchange.h"
#include "app/exchange/timing.h"
#include "ui/details/field_list.h"

#include <span>

namespace ui {

std::vector<FieldRow> exchangeRows(const exchange::Exchange &, const exchange::Timing &);
// `series`: its TCP figures over time.
std::vector<FieldRow> connectionRows(const exchange::Connection &, std::span<const exchange::TcpFigures> series);
std::vector<FieldRow> tlsRows(const exchange::Connection &);
std::vector<FieldRow> processRows(const exchange::Process &, uint32_t tid);
// "srtt 0.2 ms · cwnd 10 · 0 retransmits"; empty if nothing is known.
QString tcpText(const exchange::TcpFigures &);

} // namespace ui
