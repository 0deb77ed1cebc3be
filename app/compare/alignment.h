// SPDX-License-Identifier: GPL-3.0-or-later
// The longest common subsequence of two sequences (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986),
// as far as it can be found with limited work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace compare {

// Elements [left, leftEnd) and [right, rightEnd): equal one by one, or one range in place of the other.
struct Run {
    size_t left = 0, leftEnd = 0, right = 0, rightEnd = 0;
    bool same = false;
    bool operator==(const Run &) const = default;
};

struct Alignment {
    std::vector<Run> runs;       // in order, covering both
    bool complete = true;        // false: too different; between the common beginning and end nothing was aligned
};

// Equal numbers are equal elements. `steps`: comparisons at most, and half as many bytes of memory.
Alignment align(std::span<const uint32_t> left, std::span<const uint32_t> right, size_t steps = 32'000'000);

} // namespace compare
