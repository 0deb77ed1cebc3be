// SPDX-License-Identifier: GPL-3.0-or-later
// Finds all occurrences of a text, for the find bar.
#pragma once

#include <QByteArray>

#include <vector>

namespace ui {

struct Hits {
    std::vector<qsizetype> offsets; // bytes from the start, ascending, not overlapping
    bool more = false;              // there are more than the limit
};

// UTF-8; ASCII letters match case-insensitively.
Hits findAll(const QByteArray &text, const QByteArray &wanted, size_t limit = 10'000);

} // namespace ui
