// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of one exchange: text and tooltip of each column. Reads the store's cheap columns only;
// nothing here holds state.
#pragma once

#include "app/exchange/store.h"
#include "ui/models/exchange_columns.h"

#include <QString>

#include <string>

namespace ui {

QString columnTitle(Column);     // of the head; empty for StatusDot and Side
QString columnName(Column);      // of the menu, never empty
const char *columnKey(Column);   // for settings, never changes
bool alignedRight(Column);

// `now` (0: the capture does not run) lets what is in progress show how long it has been.
QString cellText(const exchange::Store &, exchange::ExchangeId, Column, base::Time now);
QString cellTip(const exchange::Store &, exchange::ExchangeId, Column);

// The process' short name: comm, or the executable's where the kernel cut comm at 15 bytes.
std::string_view processName(const exchange::Process &);
std::string_view processName(const exchange::Store &, exchange::ProcessId);   // empty when unknown
// The connection of an exchange, or the one that it turned out to be; null when unknown.
const exchange::Connection *connectionOf(const exchange::Store &, exchange::ExchangeId);
// The host as the program named it, else the name in the handshake, else the address.
std::string hostText(const exchange::Store &, exchange::ExchangeId);
// "https://host/path"; empty when there is none.
QString urlText(const exchange::Store &, exchange::ExchangeId);

// Body of the response, or what went over the connection for rows that are one; bytes.
uint64_t shownSize(const exchange::Store &, exchange::ExchangeId);

} // namespace ui
