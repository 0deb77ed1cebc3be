// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of one exchange: text and tooltip of each column. Reads only the store's cheap columns; stateless.
#pragma once

#include "app/exchange/store.h"
#include "ui/models/exchange_columns.h"

#include <QString>

#include <string>

namespace ui {

QString columnTitle(Column);     // in the header; empty for StatusDot and Side
QString columnName(Column);      // in the menu, never empty
const char *columnKey(Column);   // for settings, never changes
bool alignedRight(Column);

// `now` (0: no capture running) is for showing how long unfinished exchanges have taken.
QString cellText(const exchange::Store &, exchange::ExchangeId, Column, base::Time now);
QString cellTip(const exchange::Store &, exchange::ExchangeId, Column);

// The process's short name: comm, or the executable's name if the kernel truncated comm at 15 bytes.
std::string_view processName(const exchange::Process &);
std::string_view processName(const exchange::Store &, exchange::ProcessId);   // empty if unknown
// The connection of an exchange, or the one that it was merged into; null if unknown.
const exchange::Connection *connectionOf(const exchange::Store &, exchange::ExchangeId);
// The host as the program named it, else the name in the TLS handshake, else the address.
// The machine's name; empty: this one.
std::string_view machineOf(const exchange::Store &, exchange::ExchangeId);
// Of such a name.
QString machineText(std::string_view machine);
std::string hostText(const exchange::Store &, exchange::ExchangeId);
// "https://host/path"; empty if there is none.
QString urlText(const exchange::Store &, exchange::ExchangeId);

// In bytes: the response body or, for rows that are connections, what they transferred.
uint64_t shownSize(const exchange::Store &, exchange::ExchangeId);

} // namespace ui
