// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of the message list: exchange::Item to text.
#pragma once

#include "app/exchange/exchange.h"
#include "ui/models/exchange_tone.h"

#include <QString>
#include <QStringList>

#include <span>
#include <string>

namespace ui {

QString itemKindText(const exchange::Item &);             // "text", "close 1001", "update" (an event's type)
QString itemIdText(const exchange::Item &);               // of an event, if it has one
Tone itemKindTone(const exchange::Item &);
// The name of such items: "Messages", "Events", "Records", "Rows".
QString itemsName(const exchange::Exchange &, const exchange::Item &first);
// The beginning on one line: text unchanged except for blanks instead of line ends; bytes in hex.
QString itemPreview(const exchange::Item &, std::span<const std::byte> beginning);
// Sentences: what is missing, truncated or unreadable.
QStringList itemNotices(const exchange::Item &);

} // namespace ui
