// SPDX-License-Identifier: GPL-3.0-or-later
// Values as terms of the filter language: what "filter by this" adds to the filter box.
#pragma once

#include "app/exchange/store.h"
#include "app/protocols/protocol.h"
#include "ui/models/exchange_columns.h"
#include "ui/models/marks.h"

#include <QString>

#include <string_view>

namespace ui {

// "proc:curl": matches where the value occurs. Quoted where the language would end the value early. Empty for an empty
// value, and for one too long to be read in a filter.
QString filterTerm(const char *key, const QString &value);
// "host=api.local": matches the whole value, for fields of text.
QString exactTerm(const char *key, const QString &value);
// "dur>=38ms", rounded down; empty if unknown.
QString durationTerm(base::Duration);
// By its name, empty for this one.
QString machineTerm(std::string_view machine);
// For Column::Mark and Column::Comment.
QString markTerm(const Mark &, Column);
// Of a protocol by its name; empty if it has none in the language.
QString protocolTerm(protocols::Protocol);
// Matches exchanges like this one in that column; for amounts, those with at least as much. Empty if the language has
// no term for it.
QString cellTerm(const exchange::Store &, exchange::ExchangeId, Column);

} // namespace ui
