// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of a list of messages say: exchange::Item to text.
#pragma once

#include "app/exchange/exchange.h"
#include "ui/models/exchange_tone.h"

#include <QString>
#include <QStringList>

#include <span>
#include <string>

namespace ui {

QString itemKindText(const exchange::Item &);             // "text", "close 1001", "update" (an event's type)
QString itemIdText(const exchange::Item &);               // of an event that has one
Tone itemKindTone(const exchange::Item &);
// What the item stands for as a whole: "Messages", "Events", "Records", "Rows".
QString itemsName(const exchange::Exchange &, const exchange::Item &first);
// One line of its beginning: text as it is, with blanks for line ends; bytes in hex.
QString itemPreview(const exchange::Item &, std::span<const std::byte> beginning);
// Sentences: what is missing, cut or cannot be read.
QStringList itemNotices(const exchange::Item &);

} // namespace ui
