// SPDX-License-Identifier: GPL-3.0-or-later
// One difference between two exchanges, or one thing that is equal in both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace compare {

enum class Kind : uint8_t {
    Same,
    Changed,
    Removed,    // only at the left
    Added,      // only at the right
    Skipped,    // `count` equal lines
};

struct Difference {
    Kind kind = Kind::Same;
    std::string name;            // of the field; the path of the JSON value; the number of the line, of the left one if both have it
    std::string left, right;     // UTF-8, each at most valueMax bytes
    size_t count = 0;
};

// What was compared, in order. Not `whole`: a limit ended it, and what follows is unknown.
struct Differences {
    std::vector<Difference> rows;
    bool whole = true;
    bool any() const;            // anything but Same and Skipped
};

inline constexpr size_t valueMax = 2048;
inline constexpr size_t rowsMax = 5000;    // of one list

// At most `most` bytes of it (4 or more), cut between characters.
std::string clipped(std::string_view, size_t most = valueMax);

} // namespace compare
