// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/alignment.h"

#include <algorithm>
#include <optional>

namespace compare {

namespace {

// The furthest x reached on each diagonal, for every number of edits: row d holds 2d + 1 of them. Ways that leave the
// sequences never come back, nor hide one that stays.
using Trace = std::vector<uint32_t>;

size_t rowBegin(size_t edits) { return edits * edits; }

// Row `edits`, diagonal `k` from -edits to edits.
size_t placeOf(size_t edits, int64_t k) { return rowBegin(edits) + size_t(k + int64_t(edits)); }

// Which edit led to diagonal k: from the one below (right's element added) or above (left's removed).
bool cameDown(const Trace &trace, size_t edits, int64_t k)
{
    const auto most = int64_t(edits);
    return k == -most || (k != most && trace[placeOf(edits - 1, k - 1)] < trace[placeOf(edits - 1, k + 1)]);
}

// The number of edits; nullopt if the work allowed does not suffice.
std::optional<size_t> search(std::span<const uint32_t> left, std::span<const uint32_t> right, size_t steps, Trace &trace)
{
    const auto lefts = int64_t(left.size()), rights = int64_t(right.size());
    for (size_t edits = 0; edits <= left.size() + right.size(); ++edits) {
        if (rowBegin(edits + 1) > steps / 8)
            return std::nullopt;
        trace.resize(rowBegin(edits + 1));
        for (int64_t k = -int64_t(edits); k <= int64_t(edits); k += 2) {
            int64_t x = 0;
            if (edits > 0)
                x = cameDown(trace, edits, k) ? trace[placeOf(edits - 1, k + 1)] : trace[placeOf(edits - 1, k - 1)] + 1;
            int64_t y = x - k;
            while (x < lefts && y < rights && left[size_t(x)] == right[size_t(y)]) {
                ++x;
                ++y;
                if (steps-- == 0)
                    return std::nullopt;
            }
            trace[placeOf(edits, k)] = uint32_t(x);
            if (x >= lefts && y >= rights)
                return edits;
        }
        if (steps < 2 * edits + 1)
            return std::nullopt;
        steps -= 2 * edits + 1;
    }
    return std::nullopt;
}

void append(std::vector<Run> &runs, const Run &run)
{
    if (run.left == run.leftEnd && run.right == run.rightEnd)
        return;
    if (!runs.empty() && runs.back().same == run.same) {
        runs.back().leftEnd = run.leftEnd;
        runs.back().rightEnd = run.rightEnd;
    } else {
        runs.push_back(run);
    }
}

// From the end back to the beginning.
std::vector<Run> wayBack(const Trace &trace, size_t edits, size_t lefts, size_t rights)
{
    std::vector<Run> runs;
    auto x = int64_t(lefts), y = int64_t(rights);
    for (; edits > 0; --edits) {
        const int64_t k = x - y;
        const bool down = cameDown(trace, edits, k);
        const int64_t from = trace[placeOf(edits - 1, down ? k + 1 : k - 1)];
        const int64_t begin = down ? from : from + 1;   // of the equal elements after the edit
        runs.push_back({size_t(begin), size_t(x), size_t(begin - k), size_t(y), true});
        x = from;
        y = from - (down ? k + 1 : k - 1);
        runs.push_back({size_t(x), size_t(begin), size_t(y), size_t(begin - k), false});
    }
    runs.push_back({0, size_t(x), 0, size_t(y), true});
    std::ranges::reverse(runs);
    return runs;
}

} // namespace

Alignment align(std::span<const uint32_t> left, std::span<const uint32_t> right, size_t steps)
{
    size_t front = 0, back = 0;
    const size_t least = std::min(left.size(), right.size());
    while (front < least && left[front] == right[front])
        ++front;
    while (back < least - front && left[left.size() - 1 - back] == right[right.size() - 1 - back])
        ++back;
    const auto lefts = left.subspan(front, left.size() - front - back), rights = right.subspan(front, right.size() - front - back);

    Alignment result;
    append(result.runs, {0, front, 0, front, true});
    Trace trace;
    const auto edits = search(lefts, rights, steps, trace);
    if (edits) {
        for (Run run : wayBack(trace, *edits, lefts.size(), rights.size())) {
            run.left += front;
            run.leftEnd += front;
            run.right += front;
            run.rightEnd += front;
            append(result.runs, run);
        }
    } else {
        result.complete = false;
        append(result.runs, {front, left.size() - back, front, right.size() - back, false});
    }
    append(result.runs, {left.size() - back, left.size(), right.size() - back, right.size(), true});
    return result;
}

} // namespace compare
