// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/difference.h"

#include <algorithm>

namespace compare {

bool Differences::any() const
{
    return std::ranges::any_of(rows, [](const Difference &row) { return row.kind != Kind::Same && row.kind != Kind::Skipped; });
}

std::string clipped(std::string_view text, size_t most)
{
    if (text.size() <= most)
        return std::string(text);
    size_t end = most - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

} // namespace compare
