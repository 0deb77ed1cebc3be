// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/fields.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace compare {

namespace {

std::string key(const std::string &name, bool anyCase)
{
    std::string lower = name;
    if (anyCase)
        std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return lower;
}

} // namespace

Differences compareFields(std::span<const Field> left, std::span<const Field> right, bool anyCase)
{
    Differences result;
    result.whole = left.size() <= rowsMax / 2 && right.size() <= rowsMax / 2;
    left = left.first(std::min(left.size(), rowsMax / 2));
    right = right.first(std::min(right.size(), rowsMax / 2));
    std::unordered_map<std::string, std::deque<size_t>> waiting;
    for (size_t i = 0; i < right.size(); ++i)
        waiting[key(right[i].first, anyCase)].push_back(i);
    std::vector<bool> used(right.size());
    for (const auto &[name, value] : left) {
        auto found = waiting.find(key(name, anyCase));
        if (found == waiting.end() || found->second.empty()) {
            result.rows.push_back({Kind::Removed, clipped(name), clipped(value), {}});
            continue;
        }
        const Field &other = right[found->second.front()];
        used[found->second.front()] = true;
        found->second.pop_front();
        result.rows.push_back({value == other.second ? Kind::Same : Kind::Changed, clipped(name), clipped(value), clipped(other.second)});
    }
    for (size_t i = 0; i < right.size(); ++i)
        if (!used[i])
            result.rows.push_back({Kind::Added, clipped(right[i].first), {}, clipped(right[i].second)});
    return result;
}

} // namespace compare
