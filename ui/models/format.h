// SPDX-License-Identifier: GPL-3.0-or-later
// Formats numbers for the window: decimal kB, local times with milliseconds, durations in the most readable unit.
// Unknown values become an en dash.
#pragma once

#include "app/base/time.h"
#include "app/protocols/event.h"

#include <QString>

#include <cstdint>
#include <string_view>

namespace ui {

QString text(std::string_view);                  // UTF-8; invalid bytes become U+FFFD
QString clippedText(std::string_view, qsizetype limit = 1024); // for cells: a cell never lays out a megabyte

QString timeText(base::Time);                    // "10:24:31.204", local
QString dateTimeText(base::Time);                // "2026-11-22 10:24:31.204", local
QString durationText(base::Duration);            // "0.4 ms", "38 ms", "1.21 s", "3 min 04 s"
QString sizeText(uint64_t bytes);                // "612 B", "4.2 kB", "10 MB"
QString countText(uint64_t);                     // "1 551", with a narrow space
QString clockText(int64_t seconds);              // "00:04:12"
QString rateText(double perSecond);              // "312", "0.4"
// "application/vnd.api+json" becomes "json", "text/event-stream" becomes "event-stream".
QString mediaTypeText(std::string_view);
// "HTTP/1.1"; empty for an unknown protocol.
QString protocolName(protocols::Protocol);

} // namespace ui
