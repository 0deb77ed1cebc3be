// SPDX-License-Identifier: GPL-3.0-or-later
// Columns, roles and row states: what views need to know about the exchange table.
#pragma once

#include <Qt>

#include <cstdint>

namespace ui {

// In the table's default order; views move and hide them. Saved by name (columnKey), never by number.
enum class Column : uint8_t {
    StatusDot, Time, Side, Process, Method, Host, Path, Status, Type, Size, Duration, Waterfall,
    // hidden by default
    Pid, Protocol, Remote, Sent, Wait, Lost, Tls, Connection, Machine, Mark, Comment,
    Count
};
inline constexpr int columnCount = int(Column::Count);

// The dot at the left of a row.
enum class DotState : uint8_t { Complete, InProgress, Failed, Odd, NotReadable, Cut };

// The meaning of a cell's text; the view has the colours.
enum class Tone : uint8_t { Normal, Dim, Strong, Good, Notice, Bad, Info, Violet, Accent, Explanation };

enum class Role : int {
    Id = Qt::UserRole,   // uint, base::ExchangeId
    StatusDot,                // int, ui::DotState
    Tone,                // int, ui::Tone, of the cell
    Phases,              // exchange::Timing
    Mark,                // int, ui::MarkColour
    LossBefore,          // bool: events were lost between the row above and this one
};

// An exchange that takes longer is "slow": nanoseconds.
inline constexpr int64_t slowLimit = 500'000'000;

} // namespace ui
