// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts rows by 64-bit keys, by counting.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>

namespace ui {

// A byte of the keys at a time from the lowest, which keeps the order of equal keys. Bytes that all keys share, as most
// do, are skipped. `room`: as many, overwritten.
template <typename Row, typename Key> void sortByKey(std::span<Row> rows, std::span<Row> room, Key key)
{
    constexpr size_t keyBytes = sizeof(uint64_t);
    if (rows.size() < 256) {
        std::ranges::stable_sort(rows, {}, key);
        return;
    }
    std::array<std::array<uint32_t, 256>, keyBytes> counts{};
    for (const Row &row : rows)
        for (size_t byte = 0; byte < keyBytes; ++byte)
            ++counts[byte][uint8_t(std::invoke(key, row) >> (8 * byte))];
    std::span<Row> from = rows, to = room.first(rows.size());
    for (size_t byte = 0; byte < keyBytes; ++byte) {
        auto &places = counts[byte];
        if (places[uint8_t(std::invoke(key, rows.front()) >> (8 * byte))] == rows.size())
            continue;
        uint32_t sum = 0;
        for (uint32_t &place : places)
            sum += std::exchange(place, sum);
        for (const Row &row : from)
            to[places[uint8_t(std::invoke(key, row) >> (8 * byte))]++] = row;
        std::swap(from, to);
    }
    if (from.data() != rows.data())
        std::ranges::copy(from, rows.begin());
}

} // namespace ui
