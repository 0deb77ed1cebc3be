// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of an exchange beside its messages, as rows of label and value. What cannot apply is
// left out; what could be known and is not says "unknown".
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
// "srtt 0.2 ms · cwnd 10 · 0 retransmits"; empty when nothing is known.
QString tcpText(const exchange::TcpFigures &);

} // namespace ui
