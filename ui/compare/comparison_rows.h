// SPDX-License-Identifier: GPL-3.0-or-later
// The comparison of two exchanges as rows for a table: a heading for each part, and what differs below it.
#pragma once

#include "app/compare/exchanges.h"
#include "app/exchange/timing.h"

#include <QString>

#include <vector>

namespace ui {

struct ComparisonRow {
    enum class What : uint8_t { Heading, Note, Value };
    What what = What::Value;
    compare::Kind kind = compare::Kind::Same;   // of a value; of a heading Same if its part is equal, else Changed
    QString name, left, right;
    // Shows where a difference is, or is one; others are left out where only differences are wanted.
    bool matters = true;
    bool operator==(const ComparisonRow &) const = default;
};

std::vector<ComparisonRow> comparisonRows(const std::vector<compare::Section> &);
// Durations and sizes, under their own heading.
std::vector<ComparisonRow> timingRows(const exchange::Exchange &left, const exchange::Timing &leftTimes, const exchange::Exchange &right, const exchange::Timing &rightTimes);

} // namespace ui
